from typing import TypedDict

import numpy as np
import numpy.typing as npt
from pycocotools.coco import COCO

class Params:
    imgIds: list[int]  # noqa: N815
    catIds: list[int]  # noqa: N815

class _Eval(TypedDict):
    precision: npt.NDArray[np.float64]
    recall: npt.NDArray[np.float64]

class COCOeval:
    params: Params
    eval: _Eval
    def __init__(self, cocoGt: COCO, cocoDt: COCO, iouType: str) -> None: ...  # noqa: N803
    def evaluate(self) -> None: ...
    def accumulate(self) -> None: ...
