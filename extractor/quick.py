"""`dataclass`: the library's own for frozen classes with slots, in all but speed. A document makes thousands of their objects, and a start
two hundred such classes, of which it needs half.

What the library writes for a class and compiles at once, `__init__`, `__eq__` and `__hash__`, is written when it is first asked for. A
frozen dataclass fills its fields by `object.__setattr__`, which looks every name up in the class; here each field is set by its slot,
and an object of several fields is filled while it is of a class like its own that is not frozen, by plain assignments.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, cast, dataclass_transform

_Class = TypeVar("_Class", bound=type[Any])
_Made = TypeVar("_Made")
_Function = Callable[..., Any]

_SEVERAL = 3  # fields, from which on plain assignments save more than the two changes of class cost
_set_class = vars(object)["__class__"].__set__


@dataclass_transform(field_specifiers=(dataclasses.field,))
def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[_Class], _Class]:
    """`dataclasses.dataclass`; other ways of it, and classes that do something after `__init__`, are left to the library."""

    def made(cls: Any) -> Any:
        if not (frozen and slots) or hasattr(cls, "__post_init__"):
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq)(cls)
        cls.__doc__ = cls.__doc__ or cls.__name__  # else it is made of the signature
        return _filled(dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls), eq)

    return made


def changed(made: _Made, **values: Any) -> _Made:
    """`dataclasses.replace` for such classes, in half the time."""
    cls: type[_Made] = type(made)
    held, places = _held(cast("Any", cls))
    all_values = [*held(made)]
    for name, value in values.items():
        all_values[places[name]] = value
    return cls(*all_values)


@cache
def _held(cls: type[Any]) -> tuple[attrgetter[Any], dict[str, int]]:
    """All values of an object of a class, which has several, and where each field stands."""
    names = [field.name for field in fields(cls)]
    return attrgetter(*names), {name: place for place, name in enumerate(names)}


def _filled(cls: Any, eq: bool) -> Any:
    """The class with what the library would have given it."""
    own = set(vars(cls))
    cls.__init__ = _Written(cls, "__init__", _init)
    if "__repr__" not in own:
        cls.__repr__ = _repr
    if eq and "__eq__" not in own:
        cls.__eq__ = _Written(cls, "__eq__", _eq)
    if eq and "__hash__" not in own:
        cls.__hash__ = _Written(cls, "__hash__", _hash)
    cls.__setattr__, cls.__delattr__ = _not_set, _not_deleted
    cls.__getstate__, cls.__setstate__ = _state, _set_state
    return cls


class _Written:
    """A method that is written when it is first asked for, by a call or by who looks at the class (`help`, `inspect.signature`)."""

    def __init__(self, cls: type[Any], name: str, write: Callable[[type[Any]], _Function]) -> None:
        self._cls, self._name, self._write = cls, name, write

    def __get__(self, made: Any, _: type[Any] | None = None) -> Any:
        written = self._write(self._cls)
        written.__qualname__, written.__module__ = f"{self._cls.__qualname__}.{self._name}", self._cls.__module__
        setattr(self._cls, self._name, written)
        return written if made is None else written.__get__(made)


def _init(cls: type[Any]) -> _Function:
    known: dict[str, Any] = {"MISSING": MISSING}
    parameters, settings = [], []
    several = len(fields(cls)) >= _SEVERAL
    for field in fields(cls):
        name, parameter, given = field.name, field.name, field.name
        known[f"set_{name}"] = vars(cls)[name].__set__
        if field.default_factory is not MISSING:
            known[f"new_{name}"] = field.default_factory
            parameter += "=MISSING"
            given = f"new_{name}() if {name} is MISSING else {name}" if field.init else f"new_{name}()"
        elif field.default is not MISSING:
            known[f"default_{name}"] = field.default
            parameter += f"=default_{name}"
        if field.init:
            parameters.append(parameter)
        settings.append(f"self.{name} = {given}" if several else f"set_{name}(self, {given})")
    if several:
        thawed = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
        known |= {"_set_class": _set_class, "_frozen": cls, "_open": type(cls.__name__, (cls,), thawed)}
        settings = ["_set_class(self, _open)", *settings, "self.__class__ = _frozen"]
    made = _written("__init__", parameters, "\n ".join(settings) or "pass", known)
    made.__annotations__ = {field.name: field.type for field in fields(cls) if field.init} | {"return": None}
    return made


def _eq(cls: type[Any]) -> _Function:
    names = [field.name for field in fields(cls) if field.compare]
    same = f"{_tuple('self', names)} == {_tuple('other', names)}"
    return _written("__eq__", ["other"], f"return {same} if other.__class__ is self.__class__ else NotImplemented", {})


def _hash(cls: type[Any]) -> _Function:
    names = [field.name for field in fields(cls) if (field.compare if field.hash is None else field.hash)]
    return _written("__hash__", [], f"return hash({_tuple('self', names)})", {})


def _tuple(of: str, names: Sequence[str]) -> str:
    return f"({''.join(f'{of}.{name},' for name in names)})"


def _written(name: str, parameters: Sequence[str], body: str, known: dict[str, Any]) -> _Function:
    exec(f"def {name}({', '.join(['self', *parameters])}):\n {body}", known)
    function: _Function = known[name]
    return function


@recursive_repr()
def _repr(self: Any) -> str:
    said = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({said})"


def _not_set(self: Any, name: str, value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in fields(self)]


def _set_state(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
