"""Whether a model's weights fit its config, as a badge."""

from d2studio.gui.badge import Badge


class VerdictBadge(Badge):
    """Shows the verdict of a `ModelSummary`."""

    def show_verdict(self, verdict: str) -> None:
        """Show "fits", "does not fit", or anything else as not checked."""
        if verdict == "fits":
            self.show_word(
                self.tr("Fits"), "circle-check", "success", self.tr("The weights fit the config, tensor by tensor")
            )
        elif verdict == "does not fit":
            self.show_word(
                self.tr("Does not fit"), "circle-alert", "danger", self.tr("The weights do not fit the config")
            )
        else:
            self.show_word(
                self.tr("Not checked"),
                "circle-question-mark",
                "warning",
                self.tr("Config and weights were not compared"),
            )
