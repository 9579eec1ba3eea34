from collections.abc import Mapping, Sequence

class COCO:
    dataset: Mapping[str, object]
    def __init__(self, annotation_file: str | None = None) -> None: ...
    def createIndex(self) -> None: ...  # noqa: N802
    def loadRes(self, resFile: Sequence[Mapping[str, object]]) -> COCO: ...  # noqa: N802, N803
