"""Python expressions inside configs: read as literals or worked out as plain arithmetic, never run.

Detectron2 takes any text for a Python literal where it is one, and two of its own files compute anchor sizes:
`[[x, x * 2**(1.0/3), x * 2**(2.0/3)] for x in [32, 64, 128, 256, 512]]`.
"""

import ast
import operator
import warnings
from collections.abc import Callable, Mapping
from typing import Final

from d2studio.engine.config_defaults import Value

# A single number may be worth any work, so what is allowed is bounded: these leave a hundred times what is needed.
_MAX_CHARACTERS: Final = 400
_MAX_STEPS: Final = 2_000
_MAX_BASE: Final = 1e6
_MAX_EXPONENT: Final = 16

_OPERATIONS: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}
_CONVERSIONS: Final[Mapping[str, Callable[[float], float]]] = {"int": int, "float": float, "round": round}


class NotArithmeticError(Exception):
    """An expression is, or contains, something other than arithmetic."""


def read_literal(text: str) -> object:
    """What Detectron2 makes of text: a Python literal where it is one ("(1, 2)", "1e-3", "None"), else itself.

    The text has to be short (a few kB), or Python's parser may run out of stack.
    """
    tree = _parse(text)
    if tree is None:
        return text
    try:
        return ast.literal_eval(tree)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return text


def evaluate_arithmetic(text: str) -> Value:
    """The number or list that an expression of operators, lists, `range`, `int`, `float`, `round` stands for.

    Raises:
        NotArithmeticError: it needs anything else: other names, attributes, calls, text, conditions.
        ValueError, ArithmeticError: no result, or one that takes more than a config has a use for.
    """
    tree = _parse(text) if len(text) <= _MAX_CHARACTERS else None
    if tree is None:
        raise NotArithmeticError
    return _Evaluation().value(tree, {})


def _parse(text: str) -> ast.expr | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes such as in 'C:\data'
            return ast.parse(text.lstrip(" \t"), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


class _Evaluation:
    def __init__(self) -> None:
        self._steps = 0

    def value(self, node: ast.expr, names: Mapping[str, Value]) -> Value:
        self._spend(1)
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return number
            case ast.Name(id=name) if name in names:
                return names[name]
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return tuple(self.value(element, names) for element in elements)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._number(operand, names)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return _power(self._number(left, names), self._number(right, names))
            case ast.BinOp(left=left, op=kind, right=right) if type(kind) in _OPERATIONS:
                return _OPERATIONS[type(kind)](self._number(left, names), self._number(right, names))
            case ast.ListComp(
                elt=element, generators=[ast.comprehension(target=ast.Name(id=name), iter=items, ifs=[], is_async=0)]
            ):
                return tuple(self.value(element, {**names, name: item}) for item in self._list(items, names))
            case ast.Call(func=ast.Name(id="range"), args=arguments, keywords=[]) if 1 <= len(arguments) <= 3:
                return self._range([self._number(argument, names) for argument in arguments])
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _CONVERSIONS:
                return _CONVERSIONS[name](self._number(argument, names))
        raise NotArithmeticError

    def _number(self, node: ast.expr, names: Mapping[str, Value]) -> float:
        value = self.value(node, names)
        if not isinstance(value, int | float):
            raise NotArithmeticError
        return value

    def _list(self, node: ast.expr, names: Mapping[str, Value]) -> tuple[Value, ...]:
        value = self.value(node, names)
        if not isinstance(value, tuple):
            raise NotArithmeticError
        return value

    def _range(self, bounds: list[float]) -> tuple[int, ...]:
        whole = [bound for bound in bounds if isinstance(bound, int)]
        if len(whole) < len(bounds) or max(map(abs, whole)) > _MAX_BASE:
            raise NotArithmeticError
        values = range(*whole)
        self._spend(len(values))
        return tuple(values)

    def _spend(self, steps: int) -> None:
        self._steps += steps
        if self._steps > _MAX_STEPS:
            raise ValueError("it takes too many steps")


def _power(base: float, exponent: float) -> float:
    if abs(base) > _MAX_BASE or abs(exponent) > _MAX_EXPONENT:
        raise ValueError("a power is too large")
    if base < 0 and exponent != int(exponent):
        raise ArithmeticError("a root of a negative number")
    result: float = base**exponent
    return result
