"""layoutparser's own model classes with the libraries behind them, and weights drawn by chance: they run, and every box lies on the page.

Each runs where its library is installed (docs/command-line.md names the versions tried), and is skipped elsewhere.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.document import RegionKind
from extractor.errors import EngineError
from extractor.layout import deep
from extractor.layout.deep import detect_regions, detector_from
from extractor.pipeline import Options, read

# The libraries' own: of deprecated names, and of tools that they would like to find.
pytestmark = pytest.mark.filterwarnings("ignore")
needs_effdet = pytest.mark.skipif(find_spec("effdet") is None, reason="effdet (and torch) are not installed")
needs_paddle = pytest.mark.skipif(find_spec("paddle") is None, reason="paddlepaddle is not installed")

PADDLE_MODEL = """
import os, sys
os.environ["FLAGS_enable_pir_api"] = "0"  # the format that layoutparser loads
import paddle

paddle.enable_static()
paddle.seed(7)
main, start = paddle.static.Program(), paddle.static.Program()
with paddle.static.program_guard(main, start):
    image = paddle.static.data("image", [1, 3, 640, 640], "float32")
    shape = paddle.static.data("im_shape", [1, 2], "float32")
    scale = paddle.static.data("scale_factor", [1, 2], "float32")
    seen = paddle.static.nn.conv2d(image, 4, 33, stride=32)
    seen = paddle.reshape(paddle.static.nn.fc(seen, 36, activation="sigmoid"), [6, 6])
    kind = paddle.cast(paddle.cast(seen[:, 0:1] * 4.99, "int32"), "float32")
    size = shape / scale
    size = paddle.concat([size[:, 1:2], size[:, 0:1]], axis=1)
    boxes = paddle.concat([kind, seen[:, 1:2], seen[:, 2:4] * 0.4 * size, (seen[:, 4:6] * 0.4 + 0.6) * size], axis=1)
executor = paddle.static.Executor(paddle.CPUPlace())
executor.run(start)
paddle.static.save_inference_model(sys.argv[1] + "/inference", [image, shape, scale], [boxes], executor, program=main)
"""


def page() -> np.ndarray:
    image = Image.new("RGB", (600, 800), "white")
    font = ImageFont.load_default(24)
    for row in range(12):
        ImageDraw.Draw(image).text((60, 60 + 50 * row), "Plain words of a letter", fill=(10, 10, 10), font=font)
    return np.asarray(image)


def effdet_described(folder: Path, at_least: float = 0.0) -> Path:
    import effdet  # type: ignore[import-not-found, unused-ignore]
    import torch  # type: ignore[import-not-found, unused-ignore]

    torch.manual_seed(7)
    model = effdet.create_model("tf_efficientdet_d0", bench_task="predict", num_classes=2, pretrained=False, pretrained_backbone=False)
    torch.save(model.model.state_dict(), folder / "weights.pth")
    path = folder / "layout.toml"
    path.write_text(
        f'model = "efficientdet"\narchitecture = "tf_efficientdet_d0"\nweights = "weights.pth"\nat_least = {at_least}\n'
        '[labels]\n1 = "text"\n2 = "figure"\n'
    )
    return path


def paddle_described(folder: Path, at_least: float = 0.0) -> Path:
    subprocess.run([sys.executable, "-c", PADDLE_MODEL, str(folder)], check=True, capture_output=True)
    path = folder / "layout.toml"
    path.write_text(f'model = "paddledetection"\nweights = "."\nat_least = {at_least}\n[labels]\n0 = "text"\n1 = "title"\n2 = "figure"\n')
    return path


@pytest.fixture(params=[pytest.param(effdet_described, marks=needs_effdet), pytest.param(paddle_described, marks=needs_paddle)])
def described(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path: Path = request.param(tmp_path)
    return path


def test_a_real_model_gives_regions_on_the_page(described: Path) -> None:
    regions = detect_regions(page(), detector_from(described))
    assert regions
    assert {region.kind for region in regions} <= {RegionKind.TEXT, RegionKind.TITLE, RegionKind.FIGURE}
    for box in (region.box for region in regions):
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1
    assert regions == detect_regions(page(), detector_from(described))  # the same picture, the same regions


def test_the_threshold_is_the_one_that_was_asked_for(described: Path) -> None:
    described.write_text(described.read_text().replace("at_least = 0.0", "at_least = 1.0"))
    assert detect_regions(page(), detector_from(described)) == ()


def test_a_page_is_read_with_it_and_no_word_is_lost(described: Path, tmp_path: Path) -> None:
    picture = tmp_path / "letter.png"
    Image.fromarray(page()).save(picture)
    given = (Options(engine="rapidocr", layout_model=described), Options(engine="rapidocr"))
    with_model, without = ([word.text for reading in read(picture, options)[1] for word in reading.words] for options in given)
    assert sorted(with_model) == sorted(without) != []


@needs_effdet
def test_weights_that_are_none_are_one_clear_error(tmp_path: Path) -> None:
    described = effdet_described(tmp_path)
    (tmp_path / "weights.pth").write_bytes(b"no weights")
    deep._MODELS.clear()
    with pytest.raises(EngineError, match="cannot be loaded"):
        detect_regions(page(), detector_from(described))
