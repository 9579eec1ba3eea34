"""Words that look like language: sentences, titles, names and numbers in many languages.

Source: the word lists of the library Faker (MIT licence). What the words say does not matter to a layout; how long
they are, where capitals, digits and punctuation stand does.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from random import Random
from typing import Final

# Language, Faker's name for it, script, how often it is chosen.
_LANGUAGES: Final = (
    ("en", "en_US", "latin", 8.0),
    ("pl", "pl_PL", "latin", 3.0),
    ("de", "de_DE", "latin", 3.0),
    ("fr", "fr_FR", "latin", 2.5),
    ("es", "es_ES", "latin", 1.5),
    ("it", "it_IT", "latin", 1.5),
    ("cs", "cs_CZ", "latin", 1.0),
    ("nl", "nl_NL", "latin", 1.0),
    ("da", "da_DK", "latin", 0.7),
    ("la", "la", "latin", 1.0),
    ("ru", "ru_RU", "cyrillic", 0.8),
    ("uk", "uk_UA", "cyrillic", 0.5),
    ("el", "el_GR", "greek", 0.4),
    ("ja", "ja_JP", "cjk", 0.4),
    ("zh", "zh_CN", "cjk", 0.4),
)
# The small words that make up half of running text; Faker's lists hold few of them.
_SMALL_WORDS: Final[dict[str, str]] = {
    "en": "the of and to in a is that for it as with on by this be are from or an at not which we was has its",
    "pl": "i w z na do nie o się jest to za od po przez oraz lub dla co że art. ust. pkt r. ze są jako ich",
    "de": "der die und in das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an nach",
    "fr": "de la le et les des en un du une que est pour qui dans par plus sur ne se au il à l' d'",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más",
    "it": "di e il la che in un a per è una sono con non del si da le i al nel della",
    "cs": "a v na se je že s z do o k i za by pro to od jako po si ve",
    "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als",
    "da": "og i at det er en til af på for med den de som ikke har fra et",
    "la": "et in est non ad ut cum ex si sed de quod per ab aut",
    "ru": "и в не на что с по как это он к из за от для о же",
    "uk": "і в не на що з до як це та за від для про",
    "el": "και το της η να του σε με για από που οι",
}


# One letter of a script that is written without spaces, or a run of others; either with the spaces behind it.
_CJK_PARTS: Final = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]\s*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+\s*"
)


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language."""

    language: str
    script: str
    words: tuple[str, ...]
    small_words: tuple[str, ...]

    def word(self, rng: Random) -> str:
        """One word that carries meaning."""
        # A square favours the front of the list, as in any language a few words are said often.
        return self.words[int(rng.random() ** 1.5 * len(self.words))]

    def words_of_text(self, rng: Random, count: int) -> list[str]:
        """`count` words of running text with capitals, commas, stops, and now and then figures."""
        if self.script == "cjk":
            return self._cjk_text(rng, count)
        words: list[str] = []
        begins = True
        left = rng.randint(5, 28)
        while len(words) < count:
            draw = rng.random()
            if draw < 0.38 and self.small_words:
                word = rng.choice(self.small_words)
            elif draw < 0.965:
                word = self.word(rng)
                if (self.language == "de" and rng.random() < 0.4) or rng.random() < 0.035:
                    word = word.capitalize()
            else:
                word = self._figure(rng)
            if begins:
                word, begins = word[:1].upper() + word[1:], False
            left -= 1
            if left <= 0:
                word += rng.choice("....:?") if rng.random() < 0.2 else "."
                begins, left = True, rng.randint(5, 28)
            elif rng.random() < 0.09:
                word += rng.choice((",", ",", ",", ";", " –"))
            words.append(word)
        if words:
            words[-1] = words[-1].rstrip(",;– ").rstrip(".") + "."
        return words

    def _figure(self, rng: Random) -> str:
        return rng.choice(
            (
                str(rng.randint(1, 400)),
                str(rng.randint(1700, 2026)),
                f"({self.word(rng).capitalize()}, {rng.randint(1950, 2026)})",
                f"[{rng.randint(1, 60)}]",
                f"{rng.randint(1, 99)},{rng.randint(0, 9)}%",
                f"({self.word(rng)})",
                f"„{self.word(rng)}”",
                f"{rng.randint(1, 31)}.{rng.randint(1, 12)}.",
                f"§ {rng.randint(1, 200)}",
                self.word(rng).upper()[:5],
            )
        )

    def _cjk_text(self, rng: Random, count: int) -> list[str]:
        """Single characters: a line may break anywhere."""
        letters = "".join(
            self.word(rng) + ("" if rng.random() < 0.8 else rng.choice("、。、「」")) for _ in range(count)
        )
        return list(letters[: count * 2])

    def phrase(self, rng: Random, low: int, high: int) -> str:
        """Words without a full stop: a heading, an entry, a cell."""
        words = self.words_of_text(rng, rng.randint(low, high))
        return self.join(words).rstrip(".,;:– ")

    def join(self, words: list[str]) -> str:
        """The words as one string."""
        return ("" if self.script == "cjk" else " ").join(words)

    def split(self, text: str) -> list[str]:
        """The parts between which a line may break; `join` makes the text of them again."""
        return _CJK_PARTS.findall(text) if self.script == "cjk" else text.split()

    def name(self, rng: Random) -> str:
        """A person's name, or what looks like one."""
        first, last = self.word(rng).capitalize(), self.word(rng).capitalize()
        return rng.choice(
            (f"{first} {last}", f"{first[0]}. {last}", f"{last}, {first[0]}.", f"{first} {first[0]}. {last}")
        )


@lru_cache(maxsize=1)
def vocabularies() -> tuple[tuple[Vocabulary, ...], tuple[float, ...]]:
    """Every language with the frequency of its choice."""
    found, weights = [], []
    for language, locale, script, weight in _LANGUAGES:
        module = import_module(f"faker.providers.lorem.{locale}")
        words = tuple(dict.fromkeys(str(word).strip() for word in module.Provider.word_list))
        found.append(Vocabulary(language, script, words, tuple(_SMALL_WORDS.get(language, "").split())))
        weights.append(weight)
    return tuple(found), tuple(weights)


def choose_vocabulary(rng: Random, scripts: frozenset[str] | None) -> Vocabulary:
    """A language, one of `scripts` unless that is None."""
    known, weights = vocabularies()
    allowed = [
        weight if scripts is None or one.script in scripts else 0.0 for one, weight in zip(known, weights, strict=True)
    ]
    return rng.choices(known, allowed)[0]


def page_number(rng: Random) -> str:
    """A page number as it stands at a page's edge."""
    number = rng.randint(1, 999) if rng.random() < 0.8 else rng.randint(1, 20)
    roman = rng.choice(("i", "ii", "iii", "iv", "v", "vi", "vii", "ix", "xi", "xiv", "XVI", "XX"))
    patterns = (str(number),) * 8 + (
        f"- {number} -",
        f"– {number} –",
        f"[{number}]",
        f"({number})",
        f"{number} / {number + 7}",
        f"Page {number}",
        f"p. {number}",
        f"Strona {number} z 48",
        f"Seite {number}",
        roman,
    )
    return rng.choice(patterns)
