"""The types of arrays, by what they hold.

They stand here so that no module needs numpy to say what it takes and gives: the window is painted before numpy is
loaded (`gui/late_numpy`), and what a type holds is only read by whoever checks types.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    AnyArray = npt.NDArray[Any]
    ArrayLike = npt.ArrayLike
    BoolArray = npt.NDArray[np.bool_]
    ByteArray = npt.NDArray[np.uint8]
    DoubleArray = npt.NDArray[np.float64]
    FloatArray = npt.NDArray[np.float32]
    Int32Array = npt.NDArray[np.int32]
    IntArray = npt.NDArray[np.int64]
    IntegerArray = npt.NDArray[np.integer]  # of any width
    MapArray = npt.NDArray[np.uint8] | npt.NDArray[np.int16]  # a class for each pixel
    NumberArray = npt.NDArray[np.int64 | np.float32 | np.float64]
    PixelArray = npt.NDArray[np.uint8]  # [H, W, 3], or [H, W]
    WordArray = npt.NDArray[np.uint32]  # four bytes each, as Qt's 32-bit images have them
else:
    AnyArray = ArrayLike = BoolArray = ByteArray = DoubleArray = FloatArray = Int32Array = Any
    IntArray = IntegerArray = MapArray = NumberArray = PixelArray = WordArray = Any
