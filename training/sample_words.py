"""What the sample pages say."""

from typing import Final

from training.sample_setting import hyphenation

ENGLISH_HYPHENS: Final = hyphenation(
    "agree-ment an-no-ta-tor ap-pear ar-chive available be-gin cap-tion cap-tions col-umn col-umns com-puter "
    "com-put-ers con-ver-sa-tion con-tents cor-ner cor-ners de-scribe de-scribed ex-plained fig-ure foot-note "
    "glasses hun-dred kind-ness li-brarian li-brar-i-ans ma-chine mil-lion no-body noth-ing num-ber "
    "over-lap para-graph para-graphs pic-ture print-ers read-ers rea-sons rec-om-mend run-ning some-where "
    "straight sec-ond sen-tence stop-ping time-table un-der-stood wan-ders what-ever wher-ever with-out "
    "in-clud-ing re-quest be-fore after-noon al-lowed ev-ery-one de-sign ad-vice belongs "
    "con-tra-dict-ing ex-er-cise cook-ery dis-tance after-wards keep-ing vol-ume pa-per pen-cil be-neath"
    "to-gether shelv-ing psal-ter draw-ers par-ish"
)
GERMAN_HYPHENS: Final = hyphenation(
    "Digi-ta-li-sie-rung freund-li-cher-weise Reihen-folge Rück-fra-gen Rück-kehr inner-halb werk-tags "
    "do-ku-men-tiert ge-glät-tet ent-staubt Sicher-heit über-neh-men Samm-lung er-rei-chen drin-gen-den".lower()
)

RUNNING_HEAD: Final = "Annals of Marginal Studies, Volume 12"
ARTICLE_PAGE: Final = "417"
ARTICLE_TITLE: Final = "Where the Page Keeps Its Paragraphs"
AUTHORS: Final = "Clara Verso, Anton Recto and Mina Gutter"
INSTITUTE: Final = "Institute for Marginal Studies, Lower Gutterfield"
ABSTRACT: Final = (
    "A page tells its readers where to look long before it tells them anything else. We asked four readers, two of "
    "them librarians and one of them a cat, to point at the parts of two hundred pages without reading a word. They "
    "agreed on nearly everything except where a caption ends. We describe the pages, the pointing, and the one table "
    "that everybody took for a picture."
)
INTRODUCTION: Final = (
    "Hold a page at arm’s length and take off your glasses. The words are gone, but the page is not: a dark bar is "
    "the title, two grey blocks are the columns, and the thing with white around it is what the authors hoped you "
    "would look at first. Printers have counted on this for five hundred years, and none of them has ever explained "
    "it to a computer.",
    "Computers, for their part, have been handed pages by the million and told to read. They begin in the upper left "
    "corner, as they were taught, and go straight on from the running head into the second column, through a table, "
    "and out at the footnote.^1^ This paper is about stopping them at the edge of each part and making them look.",
)
FOOTNOTE: Final = (
    "^1^ The record is held by a railway timetable, which one program read out as a sonnet in fourteen departures."
)
ARTICLE_FOOT: Final = "This page may be copied, framed, or folded into a boat."
METHOD: Final = (
    "The pages came from the attic of a town hall, the lower drawers of three museums and one recipe book, and were "
    "chosen with our eyes shut. We left out pages that were blank, pages that were black, and a page that had been "
    "eaten; it had passed for a figure until somebody looked closely. What remained was printed in eleven languages, "
    "of which the readers knew four, and that made no difference to anything but the biscuits.",
    "Every reader drew a box around each part of a page and gave it a name. Two boxes _A_ and _B_ were held to mean "
    "the same part wherever their overlap,",
    "was at least one half. Nobody was allowed to read, and conversation about the contents was fined at one biscuit "
    "a sentence. Looking at a neighbour’s page was permitted, since everybody does; pointing at it was not. Boxes "
    "drawn after lunch were kept apart from those drawn before it (Figure 1), for reasons that the "
    "first afternoon had made plain. The cat alone improved as the day went on, and drew its best boxes asleep.",
)
OVERLAP_FORMULA: Final = (
    r"$J(A, B) \,=\, \dfrac{|A \cap B|}{|A \cup B|} \,=\, \dfrac{|A \cap B|}{|A| + |B| - |A \cap B|}$"
)
FIGURE_CAPTION: Final = (
    "*Figure 1.* Agreement of four readers on tables and on captions in the course of a working day. The grey band "
    "is lunch."
)
TABLE_CAPTION: Final = "*Table 1.* What two hundred pages held, and how often all four readers agreed on it."
TABLE_ROWS: Final = (
    ("*Part*", "*Boxes*", "*Agreed*"),
    ("Paragraphs", "1,946", "97%"),
    ("Titles", "512", "94%"),
    ("Tables", "87", "91%"),
    ("Figures", "143", "89%"),
    ("Captions", "221", "58%"),
    ("Coffee rings", "9", "100%"),
)
ADVICE: Final = "From the pages on which all readers agreed we take some advice for those who make new ones:"
ADVICE_ITEMS: Final = (
    "Leave white around whatever belongs together; a box needs somewhere to go.",
    "Let a caption keep to its figure. One that wanders is soon taken for a paragraph.",
    "A line above a footnote is a promise; a line below a heading is a fence.",
    "Number your pages, even if nobody else will.",
)
CONCLUSION: Final = (
    "A page that can be understood from across the room is a kindness to everyone in it, including the machine by "
    "the window. We recommend arm’s length to all who design pages, and better glasses to those who label captions. "
    "The cat’s boxes, which were few but very firm, are available on request."
)

FIRM: Final = "Blatt & Band"
FIRM_TRADE: Final = "Werkstatt für Bücher, Karten und Scans"
RECIPIENT: Final = ("Stadtarchiv Kleinkirchau", "Frau Dr. Ida Regal", "Am Speicher 3", "00417 Kleinkirchau")
DATE: Final = "Buchhausen, den 4. Mai 2026"
SUBJECT: Final = "Angebot 31/2026: Vierzig Kartons Landkarten, gescannt und beschriftet"
GREETING: Final = "Sehr geehrte Frau Dr. Regal,"
OFFER: Final = (
    "vielen Dank für Ihren Besuch und für die Karte von 1788, die Sie freundlicherweise wieder mitgenommen haben. "
    "Gern übernehmen wir die Digitalisierung Ihrer Sammlung. Wir gehen dabei so vor:"
)
STEPS: Final = (
    "Wir holen die Kartons ab, zählen sie und zählen sie zur Sicherheit ein zweites Mal.",
    "Jedes Blatt wird entstaubt, geglättet und gescannt; Eselsohren werden notiert, nicht getadelt.",
    "Ein Programm markiert Titel, Legende, Maßstab und Text auf jeder Karte; danach sieht ein Mensch nach, ob es "
    "stimmt, und ein zweiter, ob der erste recht hat.",
    "Sie erhalten alle Karten gefaltet wie zuvor zurück, auch jene, die sich dagegen wehren.",
)
COSTS: Final = "Daraus ergeben sich folgende Kosten:"
COST_ROWS: Final = (
    ("*Pos.*", "*Leistung*", "*Menge*", "*Einzelpreis*", "*Betrag*"),
    ("1", "Abholung und Rücktransport", "2 Fahrten", "85,00 €", "170,00 €"),
    ("2", "Entstauben und Glätten", "640 Blatt", "0,90 €", "576,00 €"),
    ("3", "Scannen in Farbe, 400 dpi", "640 Blatt", "1,60 €", "1.024,00 €"),
    ("4", "Layouterkennung mit Durchsicht", "640 Blatt", "0,45 €", "288,00 €"),
    ("5", "Kaffee während der Durchsicht", "12 Tassen", "0,00 €", "0,00 €"),
    ("", "Zwischensumme", "", "", "2.058,00 €"),
    ("", "Umsatzsteuer 19 %", "", "", "391,02 €"),
    ("", "*Gesamtbetrag*", "", "", "*2.449,02 €*"),
)
TERMS: Final = (
    "Das Angebot gilt bis zum 30. Juni 2026; die Rechnung ist innerhalb von 14 Tagen nach Rückkehr des letzten Kartons "
    "zahlbar. Für Rückfragen sind wir werktags von 9 bis 17 Uhr zu erreichen, in dringenden Fällen auch hinter dem "
    "zweiten Regal links."
)
FAREWELL: Final = "Mit freundlichen Grüßen"
SIGNED: Final = ("Paul Falz", "Leiter der Scanwerkstatt")
FIRM_FOOT: Final = (
    ("Blatt & Band GmbH", "Falzgasse 7", "00815 Buchhausen"),
    ("Telefon 000 123456", "post@blattundband.example", "www.blattundband.example"),
    ("Sparkasse Buchhausen", "IBAN DE00 0000 0000 0000 0000 00", "USt-IdNr. DE000000000"),
)

BOOK_HEAD: Final = "THE LIBRARIAN’S COMPANION"
BOOK_PAGE: Final = "73"
CHAPTER: Final = "CHAPTER IX"
CHAPTER_TITLE: Final = "Of Boxes, and of What They Hold"
INITIAL: Final = "W"
BOOK_OPENING: Final = (
    "HEN a new librarian came to old Mr. Quire, it was his habit to lay a printed leaf upon the table, to "
    "cover it with a sheet of the thinnest paper, and to ask what could be seen. “Nothing, sir,” the young man would "
    "say, “for the words are hidden.” “Then you shall see the page at last,” said Mr. Quire; and he would take a "
    "pencil and draw, very lightly, a box about every grey thing that showed beneath."
)
BOOK_PARAGRAPHS: Final = (
    "“Here,” he would say, “is the title, which stands by itself because it is proud; here are the paragraphs, which "
    "keep together because they are not; and here at the foot is a note, which has been sent to sit apart for "
    "contradicting the text. You need not read a word of it to know who is who.”",
    "Those who mocked the exercise were set to shelving. Those who took it up found, within a month, that they could "
    "tell a psalter from a cookery book across the width of the hall, and a bill from either of them at any distance "
    "whatever; and it is said that one, who afterwards had the keeping of a great archive, never opened a volume "
    "without first shutting her eyes a little.",
    "The boxes themselves Mr. Quire kept in a drawer, sorted by size. The largest, he liked to say, had once held a "
    "map of the whole parish, and the smallest a full stop that had come loose.",
)
ENGRAVING_CAPTION: Final = "_The reading room at evening, when the books are counted and the candles are not._"
