"""layoutparser's model classes as they run today: on one core, without the network, with the threshold that was asked for.

Tried with layoutparser 0.3.4 (docs/command-line.md says with which libraries). What is put right here:

- PaddleDetection: Paddle 3 uses oneDNN unless told not to, which layoutparser cannot say; ten threads; a threshold of .5 under any other.
- EfficientDet: the class fetches weights trained on other pictures before it loads those given; its boxes and threshold are kept.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from typing import Any


def load(name: str, weights: str, config: str, labels: dict[int, str], at_least: float) -> Any:
    """A model with `detect(Pillow picture) -> layoutparser.Layout`. Raises whatever the libraries raise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # layoutparser's own, of deprecated names
        from layoutparser import models

        if name == "detectron2":
            asked: Any = ["MODEL.ROI_HEADS.SCORE_THRESH_TEST", at_least]
            return models.Detectron2LayoutModel(config, weights, label_map=labels, extra_config=asked, device="cpu")
        if name == "efficientdet":
            return _efficientdet(models)(config, weights, label_map=labels, extra_config={"output_confidence_threshold": at_least})
        return _paddle(models)(weights, weights, label_map=labels, extra_config={"threshold": at_least}, device="cpu")


def _paddle(models: Any) -> Any:
    inference = import_module("paddle.inference")

    class OnOneCore(models.PaddleDetectionLayoutModel):  # type: ignore[misc]
        def load_predictor(self, model_dir: str, **_: object) -> Any:
            config = inference.Config(str(Path(model_dir, "inference.pdmodel")), str(Path(model_dir, "inference.pdiparams")))
            config.disable_gpu()
            config.disable_mkldnn()
            config.set_cpu_math_library_num_threads(1)
            config.disable_glog_info()
            config.enable_memory_optim()
            config.switch_use_feed_fetch_ops(False)
            return inference.create_predictor(config)

    return OnOneCore


def _efficientdet(models: Any) -> Any:
    effdet = import_module("effdet")

    class WithoutNetwork(models.EfficientDetLayoutModel):  # type: ignore[misc]
        def _initialize_model(self, config_path: str, model_path: str, label_map: dict[int, str], extra_config: object) -> None:
            self.model = effdet.create_model(
                config_path,
                bench_task="predict",
                num_classes=len(label_map),
                pretrained=False,
                pretrained_backbone=False,
                checkpoint_path=model_path,
            )
            self.model.to(self.device).eval()
            self.config = self.model.config
            self.label_map = label_map

    return WithoutNetwork
