"""The part of pycocotools that the training recipe uses; the package itself ships no types."""
