"""Whether a model's weights fit its config, as a badge."""

from d2studio.core.judgement import Judgement, judge
from d2studio.core.model_summary import ModelSummary
from d2studio.gui.badge import Badge


class VerdictBadge(Badge):
    """Green where config and weights fit, red where they do not, amber where there is something to look at."""

    def show_verdict(self, model: ModelSummary) -> None:
        """Show what `core.judgement` thinks of a model."""
        match judge(model):
            case Judgement.FITS:
                word, icon_name, shade = self.tr("Fits"), "circle-check", "success"
                explanation = self.tr("The weights have every part that the config asks for, in its size")
            case Judgement.FITS_WITH_NOTES:
                word, icon_name, shade = self.tr("Fits, with notes"), "triangle-alert", "warning"
                explanation = self.tr("The weights fit the config; read the notes before you rely on the model")
            case Judgement.DOES_NOT_FIT:
                word, icon_name, shade = self.tr("Does not fit"), "circle-alert", "danger"
                explanation = self.tr("The weights do not fit the config")
            case Judgement.NOT_CHECKED:
                word, icon_name, shade = self.tr("Not checked"), "circle-question-mark", "warning"
                explanation = self.tr("Config and weights were not compared")
        self.show_word(word, icon_name, shade, explanation)
