<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About d2studio</source>
        <translation>Über d2studio</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Go back to the pages</source>
        <translation>Zurück zu den Seiten</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;1:1</source>
        <translation>&amp;1:1</translation>
    </message>
    <message>
        <source>&amp;About d2studio</source>
        <translation>Ü&amp;ber d2studio</translation>
    </message>
    <message>
        <source>&amp;As advised</source>
        <translation>Wie em&amp;pfohlen</translation>
    </message>
    <message>
        <source>&amp;Check a model…</source>
        <translation>Modell &amp;prüfen…</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy regions</source>
        <translation>Regionen ko&amp;pieren</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>&amp;Bericht kopieren</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Deselect</source>
        <translation>Auswahl au&amp;fheben</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;First page</source>
        <translation>&amp;Erste Seite</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Ghosts</source>
        <translation>G&amp;eister</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Hide all regions</source>
        <translation>&amp;Alle Regionen ausblenden</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>Beschrif&amp;tungen</translation>
    </message>
    <message>
        <source>&amp;Last page</source>
        <translation>&amp;Letzte Seite</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Next page</source>
        <translation>&amp;Nächste Seite</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Page</source>
        <translation>&amp;Seite</translation>
    </message>
    <message>
        <source>&amp;Paste page</source>
        <translation>Seite e&amp;infügen</translation>
    </message>
    <message>
        <source>&amp;Previous page</source>
        <translation>&amp;Vorherige Seite</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Reading order</source>
        <translation>&amp;Lesereihenfolge</translation>
    </message>
    <message>
        <source>&amp;Recent models</source>
        <translation>&amp;Zuletzt benutzte Modelle</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Restart the processes</source>
        <translation>P&amp;rozesse neu starten</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>Aus&amp;werten</translation>
    </message>
    <message>
        <source>&amp;Save picture…</source>
        <translation>Bild &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>Ein&amp;stellungen…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stoppen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Unload</source>
        <translation>&amp;Entladen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Another model</source>
        <translation>Anderes Modell</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>Change how d2studio works</source>
        <translation>Ändern, wie d2studio arbeitet</translation>
    </message>
    <message>
        <source>Copy regions as &amp;JSON</source>
        <translation>Regionen als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>Copy regions as CS&amp;V</source>
        <translation>Regionen als CS&amp;V kopieren</translation>
    </message>
    <message>
        <source>Copy the page with what is shown drawn on it</source>
        <translation>Die Seite mit allem kopieren, was eingezeichnet ist</translation>
    </message>
    <message>
        <source>Copy the regions for a program</source>
        <translation>Die Regionen für ein Programm kopieren</translation>
    </message>
    <message>
        <source>Copy the regions for a spreadsheet</source>
        <translation>Die Regionen für eine Tabellenkalkulation kopieren</translation>
    </message>
    <message>
        <source>Copy the selected regions, or all that are shown, as text</source>
        <translation>Die ausgewählten oder alle gezeigten Regionen als Text kopieren</translation>
    </message>
    <message>
        <source>Copy what whoever helps you needs to know</source>
        <translation>Kopieren, was man zum Helfen wissen muss</translation>
    </message>
    <message>
        <source>Empty the list of pages; files stay</source>
        <translation>Die Liste der Seiten leeren; die Dateien bleiben</translation>
    </message>
    <message>
        <source>End d2studio</source>
        <translation>d2studio beenden</translation>
    </message>
    <message>
        <source>Find what is on a page as soon as it is looked at</source>
        <translation>Eine Seite auswerten, sobald sie angesehen wird</translation>
    </message>
    <message>
        <source>Find what is on all pages that were not run</source>
        <translation>Alle Seiten auswerten, die es noch nicht sind</translation>
    </message>
    <message>
        <source>Find what is on this page; Space does it, too, while the page has the focus</source>
        <translation>Finden, was auf dieser Seite ist; auch mit der Leertaste, solange die Seite den Fokus hat</translation>
    </message>
    <message>
        <source>Fit &amp;page</source>
        <translation>Ganze &amp;Seite</translation>
    </message>
    <message>
        <source>Fit &amp;width</source>
        <translation>Seiten&amp;breite</translation>
    </message>
    <message>
        <source>Give the model&apos;s memory back</source>
        <translation>Den Speicher des Modells freigeben</translation>
    </message>
    <message>
        <source>In&amp;vert the page</source>
        <translation>Seite &amp;umkehren</translation>
    </message>
    <message>
        <source>Install models, take over those that you have, and look after them</source>
        <translation>Modelle installieren, vorhandene übernehmen und alle verwalten</translation>
    </message>
    <message>
        <source>Light letters on dark paper</source>
        <translation>Helle Schrift auf dunklem Papier</translation>
    </message>
    <message>
        <source>List all keys</source>
        <translation>Alle Tasten auflisten</translation>
    </message>
    <message>
        <source>Load &amp;again</source>
        <translation>&amp;Neu laden</translation>
    </message>
    <message>
        <source>Load the model again</source>
        <translation>Das Modell neu laden</translation>
    </message>
    <message>
        <source>Look at the first page</source>
        <translation>Die erste Seite ansehen</translation>
    </message>
    <message>
        <source>Look at the last page</source>
        <translation>Die letzte Seite ansehen</translation>
    </message>
    <message>
        <source>Look at the next page</source>
        <translation>Die nächste Seite ansehen</translation>
    </message>
    <message>
        <source>Look at the page before</source>
        <translation>Die vorherige Seite ansehen</translation>
    </message>
    <message>
        <source>Lower the threshold by 0.05</source>
        <translation>Die Schwelle um 0,05 senken</translation>
    </message>
    <message>
        <source>Make the page as wide as the window</source>
        <translation>Die Seite so breit wie das Fenster machen</translation>
    </message>
    <message>
        <source>Make the undone change again</source>
        <translation>Die rückgängig gemachte Änderung wiederherstellen</translation>
    </message>
    <message>
        <source>Model li&amp;brary…</source>
        <translation>&amp;Modellsammlung…</translation>
    </message>
    <message>
        <source>Next &amp;region</source>
        <translation>Nächste &amp;Region</translation>
    </message>
    <message>
        <source>Number the regions in the order of reading</source>
        <translation>Die Regionen in der Lesereihenfolge nummerieren</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation>&amp;Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open &amp;settings folder</source>
        <translation>&amp;Einstellungsordner öffnen</translation>
    </message>
    <message>
        <source>Open all page files of a folder</source>
        <translation>Alle Seitendateien eines Ordners öffnen</translation>
    </message>
    <message>
        <source>Open config and &amp;weights…</source>
        <translation>Konfiguration und &amp;Gewichte öffnen…</translation>
    </message>
    <message>
        <source>Open model &amp;folder…</source>
        <translation>Modell&amp;ordner öffnen…</translation>
    </message>
    <message>
        <source>Open pictures and PDF files</source>
        <translation>Bilder und PDF-Dateien öffnen</translation>
    </message>
    <message>
        <source>Open the folder that the page lies in</source>
        <translation>Den Ordner öffnen, in dem die Seite liegt</translation>
    </message>
    <message>
        <source>Open the folder with the logs</source>
        <translation>Den Ordner mit den Protokollen öffnen</translation>
    </message>
    <message>
        <source>Open the folder with the settings file</source>
        <translation>Den Ordner mit der Einstellungsdatei öffnen</translation>
    </message>
    <message>
        <source>Open the pages that come with d2studio</source>
        <translation>Die mitgelieferten Seiten öffnen</translation>
    </message>
    <message>
        <source>Open the picture or the files on the clipboard</source>
        <translation>Das Bild oder die Dateien der Zwischenablage öffnen</translation>
    </message>
    <message>
        <source>Open the sample &amp;pages</source>
        <translation>Be&amp;ispielseiten öffnen</translation>
    </message>
    <message>
        <source>P&amp;anels</source>
        <translation>Be&amp;reiche</translation>
    </message>
    <message>
        <source>Previous re&amp;gion</source>
        <translation>Vorherige Re&amp;gion</translation>
    </message>
    <message>
        <source>Put all panels back to their places</source>
        <translation>Alle Bereiche an ihren Platz zurückstellen</translation>
    </message>
    <message>
        <source>Raise the threshold by 0.05</source>
        <translation>Die Schwelle um 0,05 erhöhen</translation>
    </message>
    <message>
        <source>Re&amp;move from the list</source>
        <translation>Aus der Liste &amp;entfernen</translation>
    </message>
    <message>
        <source>Remove &amp;all pages</source>
        <translation>&amp;Alle Seiten entfernen</translation>
    </message>
    <message>
        <source>Reset la&amp;yout</source>
        <translation>A&amp;nordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Run &amp;all</source>
        <translation>&amp;Alle auswerten</translation>
    </message>
    <message>
        <source>Run when a page is &amp;opened</source>
        <translation>Beim &amp;Öffnen auswerten</translation>
    </message>
    <message>
        <source>Save the page with what is shown drawn on it, as a PNG file</source>
        <translation>Die Seite mit allem, was eingezeichnet ist, als PNG-Datei speichern</translation>
    </message>
    <message>
        <source>Say whether a config and weights belong together, without using them</source>
        <translation>Sagen, ob Konfiguration und Gewichte zusammengehören, ohne sie zu benutzen</translation>
    </message>
    <message>
        <source>Select no region</source>
        <translation>Keine Region auswählen</translation>
    </message>
    <message>
        <source>Select the next region in the order of reading</source>
        <translation>Die nächste Region der Lesereihenfolge auswählen</translation>
    </message>
    <message>
        <source>Select the region before in the order of reading</source>
        <translation>Die vorherige Region der Lesereihenfolge auswählen</translation>
    </message>
    <message>
        <source>Show &amp;more</source>
        <translation>&amp;Mehr zeigen</translation>
    </message>
    <message>
        <source>Show a pixel of the page as a pixel of the screen</source>
        <translation>Jedes Pixel der Seite als ein Pixel des Bildschirms zeigen</translation>
    </message>
    <message>
        <source>Show class and score on each region</source>
        <translation>Klasse und Score an jeder Region zeigen</translation>
    </message>
    <message>
        <source>Show in fol&amp;der</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>Show l&amp;ess</source>
        <translation>&amp;Weniger zeigen</translation>
    </message>
    <message>
        <source>Show regions that the rules hide, dashed, with the reason</source>
        <translation>Regionen, die Regeln ausblenden, gestrichelt und mit dem Grund zeigen</translation>
    </message>
    <message>
        <source>Show the bare page; hold H to do so for a moment</source>
        <translation>Die Seite ohne Regionen zeigen; mit gehaltener Taste H nur für einen Moment</translation>
    </message>
    <message>
        <source>Show the page larger</source>
        <translation>Die Seite größer zeigen</translation>
    </message>
    <message>
        <source>Show the page smaller</source>
        <translation>Die Seite kleiner zeigen</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>Die ganze Seite zeigen</translation>
    </message>
    <message>
        <source>Show what the model&apos;s maker advises</source>
        <translation>Zeigen, was die Hersteller des Modells empfehlen</translation>
    </message>
    <message>
        <source>Start the processes anew that decode pages and run models</source>
        <translation>Die Prozesse neu starten, die Seiten dekodieren und Modelle ausführen</translation>
    </message>
    <message>
        <source>Stop running, or opening a page that takes long</source>
        <translation>Die Ausführung stoppen oder das Öffnen einer Seite, das lange dauert</translation>
    </message>
    <message>
        <source>Take the selected pages out of the list; files stay</source>
        <translation>Die ausgewählten Seiten aus der Liste nehmen; die Dateien bleiben</translation>
    </message>
    <message>
        <source>This model is in use</source>
        <translation>Dieses Modell ist in Gebrauch</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Die letzte Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>Use a model that lies in a folder of its own</source>
        <translation>Ein Modell benutzen, das in einem eigenen Ordner liegt</translation>
    </message>
    <message>
        <source>Use a model that you have: its config and its weights</source>
        <translation>Ein vorhandenes Modell benutzen: seine Konfiguration und seine Gewichte</translation>
    </message>
    <message>
        <source>Use the model that comes with d2studio</source>
        <translation>Das mitgelieferte Modell benutzen</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>Den ganzen Bildschirm nutzen</translation>
    </message>
    <message>
        <source>Use this model, which is in the library</source>
        <translation>Dieses Modell aus der Modellsammlung benutzen</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>Version und Lizenzen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>d2studio-&amp;layout (built in)</source>
        <translation>d2studio-&amp;layout (mitgeliefert)</translation>
    </message>
</context>
<context>
    <name>AppCommands</name>
    <message>
        <source>Leave the full screen</source>
        <translation>Vollbild verlassen</translation>
    </message>
    <message>
        <source>Next and previous region, while the page has the focus</source>
        <translation>Nächste und vorherige Region, solange die Seite den Fokus hat</translation>
    </message>
    <message>
        <source>Run this page</source>
        <translation>Diese Seite auswerten</translation>
    </message>
    <message>
        <source>See the bare page while the key is held</source>
        <translation>Die Seite ohne Regionen sehen, solange die Taste gehalten wird</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show or hide a class</source>
        <translation>Eine Klasse zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>d2studio {version}

Finds the layout of scanned pages, and objects in pictures, with Detectron2 models.

Licence: Apache 2.0. Icons: Lucide, ISC licence. Window: Qt, LGPL 3.</source>
        <translation>d2studio {version}

Findet mit Detectron2-Modellen das Layout gescannter Seiten und Objekte auf Bildern.

Lizenz: Apache 2.0. Symbole: Lucide, ISC-Lizenz. Fenster: Qt, LGPL 3.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>10,720 page views: 8,700 drawn pages and 199 real ones, 1.6 hours on two processor cores after a first trial</source>
        <translation>10.720 Ansichten von Seiten: 8.700 gezeichnete Seiten und 199 echte, 1,6 Stunden auf zwei Prozessorkernen nach einem ersten Versuch</translation>
    </message>
    <message>
        <source>Few training pages.</source>
        <translation>Wenige Trainingsseiten.</translation>
    </message>
    <message>
        <source>Finds nine kinds of regions on pages of documents</source>
        <translation>Findet neun Arten von Regionen auf Dokumentseiten</translation>
    </message>
    <message>
        <source>It finds formulas only.</source>
        <translation>Es findet nur Formeln.</translation>
    </message>
    <message>
        <source>It finds pictures, headlines and advertisements, and no running text.</source>
        <translation>Es findet Bilder, Überschriften und Anzeigen, aber keinen Fließtext.</translation>
    </message>
    <message>
        <source>It finds tables only.</source>
        <translation>Es findet nur Tabellen.</translation>
    </message>
    <message>
        <source>It finds where something may be, and does not tell what it is.</source>
        <translation>Es findet, wo etwas sein kann, und sagt nicht, was es ist.</translation>
    </message>
    <message>
        <source>It has seen medical articles only, and just the 11,245 pages of the validation set, a thirtieth of the data (LayoutParser says a fiftieth); the X-101 model has seen all.</source>
        <translation>Es kennt nur medizinische Artikel, und nur die 11.245 Seiten des Validierungssatzes, ein Dreißigstel der Daten (LayoutParser sagt ein Fünfzigstel); das X-101-Modell kennt alle.</translation>
    </message>
    <message>
        <source>It has seen medical articles only.</source>
        <translation>Es kennt nur medizinische Artikel.</translation>
    </message>
    <message>
        <source>It keeps up to 300 regions a page, with scores down to 0.0001: raise the threshold.</source>
        <translation>Es behält bis zu 300 Regionen je Seite, mit Scores bis hinab zu 0,0001: die Schwelle erhöhen.</translation>
    </message>
    <message>
        <source>It knows everyday things in photographs and what lies around them, not the regions of pages.</source>
        <translation>Es kennt Alltagsdinge auf Fotos und was sie umgibt, nicht die Regionen von Seiten.</translation>
    </message>
    <message>
        <source>It knows everyday things in photographs, not the regions of pages.</source>
        <translation>Es kennt Alltagsdinge auf Fotos, nicht die Regionen von Seiten.</translation>
    </message>
    <message>
        <source>It knows persons in photographs and the joints of their bodies, not the regions of pages.</source>
        <translation>Es kennt Personen auf Fotos und ihre Gelenke, nicht die Regionen von Seiten.</translation>
    </message>
    <message>
        <source>It knows twenty kinds of everyday things in photographs, not the regions of pages.</source>
        <translation>Es kennt zwanzig Arten von Alltagsdingen auf Fotos, nicht die Regionen von Seiten.</translation>
    </message>
    <message>
        <source>It knows vehicles and persons in streets, not the regions of pages.</source>
        <translation>Es kennt Fahrzeuge und Personen auf Straßen, nicht die Regionen von Seiten.</translation>
    </message>
    <message>
        <source>Its first class, Background, is not in the names that LayoutParser gives.</source>
        <translation>Seine erste Klasse, Background, fehlt in den Namen, die LayoutParser angibt.</translation>
    </message>
    <message>
        <source>Its first class, Background, stands for nothing on a page.</source>
        <translation>Seine erste Klasse, Background, steht für nichts auf einer Seite.</translation>
    </message>
    <message>
        <source>Its pictures are large (1024 by 2048), so that it is slow.</source>
        <translation>Seine Bilder sind groß (1024 × 2048), daher ist es langsam.</translation>
    </message>
    <message>
        <source>Large and slow.</source>
        <translation>Groß und langsam.</translation>
    </message>
    <message>
        <source>LayoutParser itself runs its models on pictures with red and blue swapped, so that its own results on colour pages differ from those here.</source>
        <translation>LayoutParser selbst gibt seinen Modellen Bilder mit vertauschtem Rot und Blau, daher weichen seine eigenen Ergebnisse auf farbigen Seiten von den hiesigen ab.</translation>
    </message>
    <message>
        <source>LayoutParser numbers its classes from 1, d2studio from 0.</source>
        <translation>LayoutParser zählt seine Klassen ab 1, d2studio ab 0.</translation>
    </message>
    <message>
        <source>The model&apos;s first class may be Background, which stands for nothing on a page.</source>
        <translation>Die erste Klasse des Modells kann Background sein, die für nichts auf einer Seite steht.</translation>
    </message>
    <message>
        <source>Trained for a short time: a 3x model of the same kind is better.</source>
        <translation>Nur kurz trainiert: Ein 3x-Modell derselben Art ist besser.</translation>
    </message>
    <message>
        <source>Trained on historical American newspapers (Newspaper Navigator).</source>
        <translation>Trainiert mit historischen amerikanischen Zeitungen (Newspaper Navigator).</translation>
    </message>
    <message>
        <source>Trained on historical Japanese documents with more than 250,000 marked regions (HJDataset).</source>
        <translation>Trainiert mit historischen japanischen Dokumenten mit mehr als 250.000 markierten Regionen (HJDataset).</translation>
    </message>
    <message>
        <source>Trained on magazines and technical articles (PRImA layout analysis data set, some 300 pages).</source>
        <translation>Trainiert mit Zeitschriften und Fachartikeln (PRImA-Datensatz zur Layoutanalyse, etwa 300 Seiten).</translation>
    </message>
    <message>
        <source>Trained on medical articles: all 335,703 training pages of PubLayNet.</source>
        <translation>Trainiert mit medizinischen Artikeln: allen 335.703 Trainingsseiten von PubLayNet.</translation>
    </message>
    <message>
        <source>Trained on medical articles: the 11,245 validation pages of PubLayNet.</source>
        <translation>Trainiert mit medizinischen Artikeln: den 11.245 Validierungsseiten von PubLayNet.</translation>
    </message>
    <message>
        <source>Trained on pages of Word and LaTeX documents with 417,000 tables (TableBank).</source>
        <translation>Trainiert mit Seiten aus Word- und LaTeX-Dokumenten mit 417.000 Tabellen (TableBank).</translation>
    </message>
    <message>
        <source>Trained on scientific articles (IBEM data set of the ICDAR 2021 competition on formulas).</source>
        <translation>Trainiert mit wissenschaftlichen Artikeln (IBEM-Datensatz des Formel-Wettbewerbs der ICDAR 2021).</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, 100 rounds, each picture scaled by 0.1 to 2.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, 100 Durchgänge, jedes Bild auf das 0,1- bis 2-Fache skaliert.</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, 200 rounds, each picture scaled by 0.1 to 2.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, 200 Durchgänge, jedes Bild auf das 0,1- bis 2-Fache skaliert.</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, 400 rounds, each picture scaled by 0.1 to 2.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, 400 Durchgänge, jedes Bild auf das 0,1- bis 2-Fache skaliert.</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, about 110 rounds (9x), from scratch.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, etwa 110 Durchgänge (9x), von Grund auf.</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, about 12 rounds (1x).</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, etwa 12 Durchgänge (1x).</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, about 37 rounds (3x), from scratch.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, etwa 37 Durchgänge (3x), von Grund auf.</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, about 37 rounds (3x).</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, etwa 37 Durchgänge (3x).</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, every pixel of which has a class, about 12 rounds (1x).</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, in denen jedes Pixel eine Klasse hat, etwa 12 Durchgänge (1x).</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, every pixel of which has a class, about 37 rounds (3x).</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, in denen jedes Pixel eine Klasse hat, etwa 37 Durchgänge (3x).</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017, every pixel of which has a class.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017, in denen jedes Pixel eine Klasse hat.</translation>
    </message>
    <message>
        <source>Trained on the 118,000 photographs of COCO train2017.</source>
        <translation>Trainiert mit den 118.000 Fotos von COCO train2017.</translation>
    </message>
    <message>
        <source>Trained on the finely marked street scenes of Cityscapes, after COCO.</source>
        <translation>Trainiert mit den fein markierten Straßenszenen von Cityscapes, nach COCO.</translation>
    </message>
    <message>
        <source>Trained on the persons in the photographs of COCO train2017, about 12 rounds (1x).</source>
        <translation>Trainiert mit den Personen auf den Fotos von COCO train2017, etwa 12 Durchgänge (1x).</translation>
    </message>
    <message>
        <source>Trained on the persons in the photographs of COCO train2017, about 37 rounds (3x).</source>
        <translation>Trainiert mit den Personen auf den Fotos von COCO train2017, etwa 37 Durchgänge (3x).</translation>
    </message>
    <message>
        <source>Trained on the photographs of LVIS v0.5.</source>
        <translation>Trainiert mit den Fotos von LVIS v0.5.</translation>
    </message>
    <message>
        <source>Trained on the photographs of PASCAL VOC 2007 and 2012 (trainval).</source>
        <translation>Trainiert mit den Fotos von PASCAL VOC 2007 und 2012 (trainval).</translation>
    </message>
    <message>
        <source>Very large and slow.</source>
        <translation>Sehr groß und langsam.</translation>
    </message>
</context>
<context>
    <name>ClassDelegate</name>
    <message>
        <source>Threshold of this class</source>
        <translation>Schwelle dieser Klasse</translation>
    </message>
</context>
<context>
    <name>ClassEditor</name>
    <message numerus="yes">
        <source>%n name(s) need a change.</source>
        <translation>
            <numerusform>%n Name muss geändert werden.</numerusform>
            <numerusform>%n Namen müssen geändert werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Classes of {model}</source>
        <translation>Klassen von {model}</translation>
    </message>
    <message>
        <source>Close, and leave names and colours as they were</source>
        <translation>Schließen und Namen und Farben lassen, wie sie waren</translation>
    </message>
    <message>
        <source>Colours as before</source>
        <translation>Farben wie zuvor</translation>
    </message>
    <message>
        <source>Find a class</source>
        <translation>Klasse suchen</translation>
    </message>
    <message>
        <source>Give all classes the colours they are saved with</source>
        <translation>Allen Klassen ihre gespeicherten Farben geben</translation>
    </message>
    <message>
        <source>Give each class the colour that belongs to its name, the same in all models</source>
        <translation>Jeder Klasse die Farbe geben, die zu ihrem Namen gehört und in allen Modellen gleich ist</translation>
    </message>
    <message>
        <source>Go to the class whose name needs a change</source>
        <translation>Zur Klasse gehen, deren Name geändert werden muss</translation>
    </message>
    <message>
        <source>Go to the first class with this in its name; Enter goes to the next</source>
        <translation>Zur ersten Klasse gehen, deren Name dies enthält; Enter geht zur nächsten</translation>
    </message>
    <message>
        <source>Keep these names and colours with the model</source>
        <translation>Diese Namen und Farben beim Modell speichern</translation>
    </message>
    <message>
        <source>Names from a file…</source>
        <translation>Namen aus Datei…</translation>
    </message>
    <message>
        <source>Nothing was changed yet</source>
        <translation>Noch ist nichts geändert</translation>
    </message>
    <message>
        <source>Read the names from a file of text or JSON</source>
        <translation>Die Namen aus einer Text- oder JSON-Datei lesen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>The classes from {number} on keep their names.</source>
        <translation>Ab Klasse {number} bleiben die Namen, wie sie sind.</translation>
    </message>
    <message>
        <source>The file has {names} names, and the model {classes} classes.</source>
        <translation>Die Datei hat {names} Namen und das Modell {classes} Klassen.</translation>
    </message>
    <message>
        <source>The names after the first {count} are left out.</source>
        <translation>Die Namen nach den ersten {count} fallen weg.</translation>
    </message>
    <message>
        <source>The names are filled in and not saved yet.</source>
        <translation>Die Namen sind eingetragen und noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Usual colours</source>
        <translation>Übliche Farben</translation>
    </message>
    <message>
        <source>What was changed is not saved. Save it, or close once more to lose it.</source>
        <translation>Die Änderungen sind nicht gespeichert. Speichern, oder noch einmal schließen und sie verwerfen.</translation>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Choose Colour…</source>
        <translation>Farbe wählen…</translation>
    </message>
    <message>
        <source>Filter classes</source>
        <translation>Klassen filtern</translation>
    </message>
    <message>
        <source>Hide every class in the list.</source>
        <translation>Jede Klasse der Liste ausblenden.</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>List only classes whose name has this in it.</source>
        <translation>Nur Klassen auflisten, deren Name dies enthält.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show Only This Class</source>
        <translation>Nur diese Klasse zeigen</translation>
    </message>
    <message>
        <source>Show every class in the list.</source>
        <translation>Jede Klasse der Liste zeigen.</translation>
    </message>
    <message>
        <source>Show the hidden classes in the list and hide the shown ones.</source>
        <translation>Die ausgeblendeten Klassen der Liste zeigen und die gezeigten ausblenden.</translation>
    </message>
    <message>
        <source>Space shows or hides a class, Left and Right move its threshold, Enter edits it, C chooses its colour.</source>
        <translation>Die Leertaste zeigt eine Klasse oder blendet sie aus, Links und Rechts bewegen ihre Schwelle, Enter bearbeitet sie, C wählt die Farbe.</translation>
    </message>
    <message>
        <source>Use the Common Threshold</source>
        <translation>Gemeinsame Schwelle benutzen</translation>
    </message>
</context>
<context>
    <name>ClassModel</name>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Key {digit} shows or hides it</source>
        <translation>Taste {digit} zeigt sie oder blendet sie aus</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>class {number}</source>
        <translation>Klasse {number}</translation>
    </message>
    <message>
        <source>{name}: {shown} shown of {total}, from score {threshold} on</source>
        <translation>{name}: {shown} von {total} gezeigt, ab Score {threshold}</translation>
    </message>
</context>
<context>
    <name>ClassNamesModel</name>
    <message>
        <source>Choose another colour</source>
        <translation>Andere Farbe wählen</translation>
    </message>
    <message>
        <source>Class {number} has no name.</source>
        <translation>Klasse {number} hat keinen Namen.</translation>
    </message>
    <message>
        <source>Classes {one} and {other} have the same name: {name}.</source>
        <translation>Die Klassen {one} und {other} heißen gleich: {name}.</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour of {name}: {colour}</source>
        <translation>Farbe von {name}: {colour}</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>kein Name</translation>
    </message>
</context>
<context>
    <name>ClassNamesView</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Write to change a name, Enter goes on to the next; a click on a colour changes it</source>
        <translation>Einen Namen durch Schreiben ändern, Enter geht zum nächsten; ein Klick auf eine Farbe ändert sie</translation>
    </message>
</context>
<context>
    <name>ClassSwatches</name>
    <message>
        <source>Show all classes of the model, or only the first</source>
        <translation>Alle Klassen des Modells zeigen oder nur die ersten</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count} weitere zeigen</translation>
    </message>
</context>
<context>
    <name>ClassView</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
</context>
<context>
    <name>ColourChooser</name>
    <message>
        <source>Colour of {name}</source>
        <translation>Farbe von {name}</translation>
    </message>
</context>
<context>
    <name>CopyableText</name>
    <message>
        <source>It can be selected and copied</source>
        <translation>Es lässt sich auswählen und kopieren</translation>
    </message>
</context>
<context>
    <name>DiagnosticsPane</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n Befund</numerusform>
            <numerusform>%n Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy versions, machine, model, findings and recent log as text</source>
        <translation>Versionen, Rechner, Modell, Befunde und das jüngste Protokoll als Text kopieren</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Dismiss all</source>
        <translation>Alle schließen</translation>
    </message>
    <message>
        <source>Include names of files</source>
        <translation>Mit Dateinamen</translation>
    </message>
    <message>
        <source>Kinds of findings to show</source>
        <translation>Arten von Befunden, die gezeigt werden</translation>
    </message>
    <message>
        <source>Nothing of this kind.</source>
        <translation>Nichts von dieser Art.</translation>
    </message>
    <message>
        <source>Nothing to report.</source>
        <translation>Nichts zu berichten.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>%n früheren zeigen</numerusform>
            <numerusform>%n frühere zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show cards that are older</source>
        <translation>Ältere Karten zeigen</translation>
    </message>
    <message>
        <source>Show findings of one kind only</source>
        <translation>Nur Befunde einer Art zeigen</translation>
    </message>
    <message>
        <source>Take all cards away</source>
        <translation>Alle Karten schließen</translation>
    </message>
    <message>
        <source>Without it, a report says page_0001.png instead of a name. Your own name never occurs in it.</source>
        <translation>Ohne das steht im Bericht page_0001.png statt eines Namens. Der Name des Benutzers kommt darin nie vor.</translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n finding(s)</source>
        <translation>
            <numerusform>{shown} von %n Befund</numerusform>
            <numerusform>{shown} von %n Befunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosticsPresenter</name>
    <message>
        <source>Copied the report</source>
        <translation>Bericht kopiert</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Diagnostics ({count})</source>
        <translation>Diagnose ({count})</translation>
    </message>
    <message>
        <source>Everything else works. Check the permissions of the folder, and whether the disk is full.</source>
        <translation>Alles andere geht. Die Rechte des Ordners prüfen, und ob der Datenträger voll ist.</translation>
    </message>
    <message>
        <source>The log cannot be written.</source>
        <translation>Das Protokoll lässt sich nicht schreiben.</translation>
    </message>
</context>
<context>
    <name>DisplayPanel</name>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Brightness of the page, in percent</source>
        <translation>Helligkeit der Seite in Prozent</translation>
    </message>
    <message>
        <source>Draw keypoints as dots, where the model has them.</source>
        <translation>Schlüsselpunkte als Punkte zeichnen, falls das Modell welche hat.</translation>
    </message>
    <message>
        <source>Draw the outlines of boxes.</source>
        <translation>Die Umrisse der Rahmen zeichnen.</translation>
    </message>
    <message>
        <source>Draw the outlines of masks, where the model has them.</source>
        <translation>Die Umrisse der Masken zeichnen, falls das Modell welche hat.</translation>
    </message>
    <message>
        <source>Draw what the rules hide in thin dashes, and say why it is hidden.</source>
        <translation>Dünn gestrichelt zeichnen, was die Regeln ausblenden, und den Grund sagen.</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>Ghosts</source>
        <translation>Geister</translation>
    </message>
    <message>
        <source>How strongly regions are filled with the colour of their class.</source>
        <translation>Wie kräftig Regionen mit der Farbe ihrer Klasse gefüllt werden.</translation>
    </message>
    <message>
        <source>Invert the page</source>
        <translation>Seite umkehren</translation>
    </message>
    <message>
        <source>Keypoints</source>
        <translation>Schlüsselpunkte</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>Make the page brighter or darker for reading; the model sees no difference. A double click puts it back to 0.</source>
        <translation>Die Seite zum Lesen heller oder dunkler machen; das Modell sieht keinen Unterschied. Ein Doppelklick stellt auf 0 zurück.</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Number the regions in the order of reading.</source>
        <translation>Die Regionen in der Lesereihenfolge nummerieren.</translation>
    </message>
    <message>
        <source>Opacity of overlays, in percent</source>
        <translation>Deckkraft der Füllung in Prozent</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Put everything here back to how it was at first; colours of classes stay.</source>
        <translation>Alles hier wieder auf den Anfang stellen; die Farben der Klassen bleiben.</translation>
    </message>
    <message>
        <source>Reading order</source>
        <translation>Lesereihenfolge</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the display</source>
        <translation>Anzeige zurücksetzen</translation>
    </message>
    <message>
        <source>Show light letters on a dark page. The model sees no difference.</source>
        <translation>Helle Schrift auf dunkler Seite zeigen. Das Modell sieht keinen Unterschied.</translation>
    </message>
    <message>
        <source>Write class and score on each region.</source>
        <translation>Klasse und Score an jede Region schreiben.</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
</context>
<context>
    <name>EntryFacts</name>
    <message>
        <source>A config and weights on this computer</source>
        <translation>Konfiguration und Gewichte auf diesem Computer</translation>
    </message>
    <message>
        <source>A folder on this computer</source>
        <translation>Ein Ordner auf diesem Computer</translation>
    </message>
    <message>
        <source>A model pack</source>
        <translation>Ein Modellpaket</translation>
    </message>
    <message>
        <source>A zip archive</source>
        <translation>Ein ZIP-Archiv</translation>
    </message>
    <message>
        <source>Also called</source>
        <translation>Auch genannt</translation>
    </message>
    <message>
        <source>Came from</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Findet</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Known once the model is here</source>
        <translation>Bekannt, sobald das Modell hier ist</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Fundort</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>The catalogue of d2studio</source>
        <translation>Der Katalog von d2studio</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>What another program had downloaded</source>
        <translation>Was ein anderes Programm heruntergeladen hatte</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>keypoints</source>
        <translation>Schlüsselpunkte</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>segments</source>
        <translation>Segmente</translation>
    </message>
    <message>
        <source>{count} classes</source>
        <translation>{count} Klassen</translation>
    </message>
    <message>
        <source>{figures} on {pages}</source>
        <translation>{figures} auf {pages}</translation>
    </message>
    <message>
        <source>{size}, from {hosts}</source>
        <translation>{size}, von {hosts}</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>1 class has no name yet</source>
        <translation>1 Klasse hat noch keinen Namen</translation>
    </message>
    <message>
        <source>A file that comes with d2studio is missing or changed.</source>
        <translation>Eine mitgelieferte Datei von d2studio fehlt oder ist verändert.</translation>
    </message>
    <message>
        <source>A file that describes the model, such as its list of class names, cannot be understood.</source>
        <translation>Eine Datei, die das Modell beschreibt, etwa die Liste der Klassennamen, ist nicht zu verstehen.</translation>
    </message>
    <message>
        <source>A library that d2studio needs is installed, but does not load.</source>
        <translation>Eine Bibliothek, die d2studio braucht, ist installiert, lässt sich aber nicht laden.</translation>
    </message>
    <message>
        <source>A library that d2studio needs is not installed.</source>
        <translation>Eine Bibliothek, die d2studio braucht, ist nicht installiert.</translation>
    </message>
    <message>
        <source>A model is a config (*.yaml) and weights ({names}).</source>
        <translation>Ein Modell ist eine Konfiguration (*.yaml) und Gewichte ({names}).</translation>
    </message>
    <message>
        <source>A model&apos;s name cannot be empty.</source>
        <translation>Der Name eines Modells darf nicht leer sein.</translation>
    </message>
    <message>
        <source>A process of d2studio cannot be started.</source>
        <translation>Ein Prozess von d2studio kann nicht gestartet werden.</translation>
    </message>
    <message>
        <source>A process of d2studio crashed three times within five minutes and is not started again by itself.</source>
        <translation>Ein Prozess von d2studio ist dreimal in fünf Minuten abgestürzt und wird nicht mehr von selbst neu gestartet.</translation>
    </message>
    <message>
        <source>A process of d2studio crashed; it starts again by itself.</source>
        <translation>Ein Prozess von d2studio ist abgestürzt; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>A process of d2studio did not answer for too long and was ended; it starts again by itself.</source>
        <translation>Ein Prozess von d2studio hat zu lange nicht geantwortet und wurde beendet; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>A process of d2studio was ended from outside, probably because the memory was full; it starts again by itself.</source>
        <translation>Ein Prozess von d2studio wurde von außen beendet, vermutlich weil der Speicher voll war; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>Another model is called {name}.</source>
        <translation>Ein anderes Modell heißt {name}.</translation>
    </message>
    <message>
        <source>Ask its owner for access, or copy it.</source>
        <translation>Den Besitzer um Zugriff bitten, oder die Datei kopieren.</translation>
    </message>
    <message>
        <source>Ask the owner of the file for access, or open a copy.</source>
        <translation>Den Eigentümer der Datei um Zugriff bitten oder eine Kopie öffnen.</translation>
    </message>
    <message>
        <source>Caffe2&apos;s names were turned into Detectron2&apos;s</source>
        <translation>Namen von Caffe2 wurden in die von Detectron2 übersetzt</translation>
    </message>
    <message>
        <source>Check it and try again.</source>
        <translation>Es prüfen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Check the disk or the connection to it.</source>
        <translation>Den Datenträger oder die Verbindung zu ihm prüfen.</translation>
    </message>
    <message>
        <source>Check the name, or whether it was moved.</source>
        <translation>Den Namen prüfen, oder ob die Datei verschoben wurde.</translation>
    </message>
    <message>
        <source>Check the network, then try again; a download goes on where it ended.</source>
        <translation>Das Netzwerk prüfen und es noch einmal versuchen; ein Download geht dort weiter, wo er aufgehört hat.</translation>
    </message>
    <message>
        <source>Check the network, then try again; it goes on where it ended.</source>
        <translation>Das Netzwerk prüfen und es noch einmal versuchen; es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Den Pfad prüfen.</translation>
    </message>
    <message>
        <source>Check the permissions of the file and its folder, and whether another program holds it.</source>
        <translation>Die Rechte der Datei und ihres Ordners prüfen, und ob ein anderes Programm sie festhält.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder, and save them again.</source>
        <translation>Die Rechte des Ordners prüfen und erneut speichern.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder, or choose another one.</source>
        <translation>Die Rechte des Ordners prüfen oder einen anderen wählen.</translation>
    </message>
    <message>
        <source>Check what was chosen.</source>
        <translation>Prüfen, was gewählt wurde.</translation>
    </message>
    <message>
        <source>Check whether it was moved or renamed, or whether its drive is connected.</source>
        <translation>Prüfen, ob sie verschoben oder umbenannt wurde und ob ihr Laufwerk verbunden ist.</translation>
    </message>
    <message>
        <source>Check whether it was moved or renamed, then choose it.</source>
        <translation>Prüfen, ob sie verschoben oder umbenannt wurde, und sie dann wählen.</translation>
    </message>
    <message>
        <source>Choose a .d2pack file.</source>
        <translation>Eine .d2pack-Datei wählen.</translation>
    </message>
    <message>
        <source>Choose a config</source>
        <translation>Konfiguration wählen</translation>
    </message>
    <message>
        <source>Choose a config and its weights, or a folder, a zip or a model pack with one of each in it.</source>
        <translation>Eine Konfiguration und ihre Gewichte wählen, oder einen Ordner, ein Zip oder ein Modellpaket, in dem beides einmal liegt.</translation>
    </message>
    <message>
        <source>Choose a file in it, for example {name}.</source>
        <translation>Eine Datei darin wählen, zum Beispiel {name}.</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>Anderes Modell wählen</translation>
    </message>
    <message>
        <source>Choose another model or page first, then restart it.</source>
        <translation>Erst ein anderes Modell oder eine andere Seite wählen, dann neu starten.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Choose float32, which works everywhere.</source>
        <translation>float32 wählen, das überall funktioniert.</translation>
    </message>
    <message>
        <source>Choose the .pth or .pkl file.</source>
        <translation>Die .pth- oder .pkl-Datei wählen.</translation>
    </message>
    <message>
        <source>Choose the .pth, .pkl or .safetensors file of the model.</source>
        <translation>Die .pth-, .pkl- oder .safetensors-Datei des Modells wählen.</translation>
    </message>
    <message>
        <source>Choose the config and the weights one by one.</source>
        <translation>Konfiguration und Gewichte einzeln wählen.</translation>
    </message>
    <message>
        <source>Choose the folder in which config and weights lie.</source>
        <translation>Den Ordner wählen, in dem Konfiguration und Gewichte liegen.</translation>
    </message>
    <message>
        <source>Choose the weights file itself.</source>
        <translation>Die Gewichtsdatei selbst wählen.</translation>
    </message>
    <message>
        <source>Choose the weights that belong to this config, or the config that the weights were trained with.</source>
        <translation>Die Gewichte wählen, die zu dieser Konfiguration gehören, oder die Konfiguration, mit der die Gewichte trainiert wurden.</translation>
    </message>
    <message>
        <source>Choose weights</source>
        <translation>Gewichte wählen</translation>
    </message>
    <message>
        <source>Class {number} has no name.</source>
        <translation>Klasse {number} hat keinen Namen.</translation>
    </message>
    <message>
        <source>Close other programs that use it, let the model look at pages in a smaller size, or use the CPU.</source>
        <translation>Andere Programme schließen, die sie nutzen, das Modell die Seiten kleiner ansehen lassen oder die CPU benutzen.</translation>
    </message>
    <message>
        <source>Close other programs, and make room on the disk for temporary files.</source>
        <translation>Andere Programme schließen und auf dem Datenträger Platz für vorübergehende Dateien schaffen.</translation>
    </message>
    <message>
        <source>Close other programs, and try again.</source>
        <translation>Andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Close other programs, or let the model look at pages in a smaller size.</source>
        <translation>Andere Programme schließen oder das Modell die Seiten kleiner ansehen lassen.</translation>
    </message>
    <message>
        <source>Close other programs, scale the picture down, or draw the PDF at a lower dpi.</source>
        <translation>Andere Programme schließen, das Bild verkleinern oder das PDF mit weniger dpi zeichnen.</translation>
    </message>
    <message>
        <source>Close the programs that use the model, and try again.</source>
        <translation>Die Programme schließen, die das Modell benutzen, und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Compute in float32, which every model and every device can do.</source>
        <translation>In float32 rechnen; das kann jedes Modell und jedes Gerät.</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Config says {count} classes, weights have {number}.</source>
        <translation>Die Konfiguration nennt {count} Klassen, die Gewichte haben {number}.</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>Verbindung von der Gegenseite beendet</translation>
    </message>
    <message>
        <source>Convert it to JPEG or PNG first; phones can be set to save JPEG (“most compatible”).</source>
        <translation>Zuerst in JPEG oder PNG umwandeln; Telefone lassen sich so einstellen, dass sie JPEG speichern („Maximale Kompatibilität“).</translation>
    </message>
    <message>
        <source>Convert it to PDF, PNG, JPEG or TIFF first.</source>
        <translation>Sie zuerst in PDF, PNG, JPEG oder TIFF umwandeln.</translation>
    </message>
    <message>
        <source>Convert it to PNG, JPEG, TIFF or PDF first.</source>
        <translation>Zuerst in PNG, JPEG, TIFF oder PDF umwandeln.</translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation>Noch einmal kopieren oder herunterladen.</translation>
    </message>
    <message>
        <source>Copy or save it again.</source>
        <translation>Noch einmal kopieren oder speichern.</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy, download or scan it again.</source>
        <translation>Noch einmal kopieren, herunterladen oder scannen.</translation>
    </message>
    <message>
        <source>Copy, download or scan it again. The other pages are not affected.</source>
        <translation>Erneut kopieren, herunterladen oder scannen. Die anderen Seiten sind nicht betroffen.</translation>
    </message>
    <message>
        <source>Correct the file, or remove it: the model works without.</source>
        <translation>Die Datei berichtigen oder entfernen: das Modell arbeitet auch ohne sie.</translation>
    </message>
    <message>
        <source>Correct the line that is named, or download the file again.</source>
        <translation>Die genannte Zeile berichtigen oder die Datei erneut herunterladen.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Do not use this file. Ask whoever made it for the weights alone, best as .safetensors.</source>
        <translation>Diese Datei nicht benutzen. Bei ihrem Urheber nur nach den Gewichten fragen, am besten als .safetensors.</translation>
    </message>
    <message>
        <source>Do not use this model, or ask whoever made it for a config that only lists settings.</source>
        <translation>Dieses Modell nicht benutzen oder bei seinem Urheber nach einer Konfiguration fragen, die nur Einstellungen auflistet.</translation>
    </message>
    <message>
        <source>Download or copy the file again, and compare its size with the original.</source>
        <translation>Die Datei erneut herunterladen oder kopieren und ihre Größe mit dem Original vergleichen.</translation>
    </message>
    <message>
        <source>Download or copy the file again.</source>
        <translation>Die Datei noch einmal herunterladen oder kopieren.</translation>
    </message>
    <message>
        <source>Download the file in a browser and look at what arrives.</source>
        <translation>Die Datei in einem Browser herunterladen und nachsehen, was ankommt.</translation>
    </message>
    <message>
        <source>Download the file in a browser to see what is there, and import it if it is right.</source>
        <translation>Die Datei in einem Browser herunterladen, nachsehen, was dort ist, und sie hinzufügen, wenn sie richtig ist.</translation>
    </message>
    <message>
        <source>Download the file in a browser, then import it.</source>
        <translation>Die Datei in einem Browser herunterladen und dann hinzufügen.</translation>
    </message>
    <message>
        <source>Empty result</source>
        <translation>Leeres Ergebnis</translation>
    </message>
    <message>
        <source>Enter its password, or save a copy without one.</source>
        <translation>Das Passwort eingeben oder eine Kopie ohne Passwort speichern.</translation>
    </message>
    <message>
        <source>Enter the password</source>
        <translation>Passwort eingeben</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Everything that was found on this page is hidden by the rules.</source>
        <translation>Alles, was auf dieser Seite gefunden wurde, blenden die Regeln aus.</translation>
    </message>
    <message>
        <source>Export it as PDF first.</source>
        <translation>Zuerst als PDF exportieren.</translation>
    </message>
    <message>
        <source>Files may not be downloaded from this address.</source>
        <translation>Von dieser Adresse dürfen keine Dateien heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Get it again, or have it exported again.</source>
        <translation>Die Datei noch einmal besorgen oder noch einmal exportieren lassen.</translation>
    </message>
    <message>
        <source>Get that file too, and put it where the config expects it.</source>
        <translation>Auch diese Datei besorgen und dorthin legen, wo die Konfiguration sie erwartet.</translation>
    </message>
    <message>
        <source>Get the pack again from whoever gave it to you.</source>
        <translation>Das Paket neu besorgen, wo es herkommt.</translation>
    </message>
    <message>
        <source>Give every class a name of its own.</source>
        <translation>Jeder Klasse einen eigenen Namen geben.</translation>
    </message>
    <message>
        <source>Give every class a name.</source>
        <translation>Jeder Klasse einen Namen geben.</translation>
    </message>
    <message>
        <source>Give it a name of its own.</source>
        <translation>Ihm einen eigenen Namen geben.</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Ihm einen Namen geben.</translation>
    </message>
    <message>
        <source>Give it as the config, and the .pth or .pkl as weights.</source>
        <translation>Die Datei als Konfiguration wählen, und die .pth- oder .pkl-Datei als Gewichte.</translation>
    </message>
    <message>
        <source>Give its password, or save a copy without one.</source>
        <translation>Das Passwort eingeben, oder eine Kopie ohne Passwort speichern.</translation>
    </message>
    <message>
        <source>If it was downloaded, the link may be dead or ask for a login.</source>
        <translation>Falls die Datei heruntergeladen wurde: Der Link ist vielleicht veraltet oder verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>If the memory was full, close other programs; then try again.</source>
        <translation>Wenn der Speicher voll war, andere Programme schließen; dann erneut versuchen.</translation>
    </message>
    <message>
        <source>If they are damaged, get them again; if they are others, put their config beside them.</source>
        <translation>Sind sie beschädigt, sie neu besorgen; sind es andere, ihre Konfiguration daneben legen.</translation>
    </message>
    <message>
        <source>If this happens again, copy the report and send it to us.</source>
        <translation>Wenn es noch einmal passiert, den Bericht kopieren und an uns senden.</translation>
    </message>
    <message>
        <source>If you have it, import it instead.</source>
        <translation>Wer die Datei schon hat, kann sie hinzufügen.</translation>
    </message>
    <message>
        <source>If you have it, or a colleague has, import it instead.</source>
        <translation>Wer die Datei schon hat oder von anderen bekommt, kann sie stattdessen hinzufügen.</translation>
    </message>
    <message>
        <source>If your network reads along, have its certificate added to those that the system trusts.</source>
        <translation>Wenn das Netzwerk mitliest, sein Zertifikat zu denen hinzufügen lassen, denen das System vertraut.</translation>
    </message>
    <message>
        <source>Import it alone.</source>
        <translation>Allein importieren.</translation>
    </message>
    <message>
        <source>Import the models one by one.</source>
        <translation>Die Modelle einzeln hinzufügen.</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Install a newer d2studio.</source>
        <translation>Ein neueres d2studio installieren.</translation>
    </message>
    <message>
        <source>Install d2studio again; your models and pages are not affected.</source>
        <translation>d2studio neu installieren; eigene Modelle und Seiten sind nicht betroffen.</translation>
    </message>
    <message>
        <source>Install d2studio into an environment of its own, where nothing else changes its libraries.</source>
        <translation>d2studio in eine eigene Umgebung installieren, in der nichts anderes die Bibliotheken verändert.</translation>
    </message>
    <message>
        <source>Install it again.</source>
        <translation>Es neu installieren.</translation>
    </message>
    <message>
        <source>Install it, or choose another one.</source>
        <translation>Es installieren oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>Install it: d2studio models install {name}</source>
        <translation>Es installieren: d2studio models install {name}</translation>
    </message>
    <message>
        <source>Install or import the model again; or take its hash out of {file} if you changed it yourself.</source>
        <translation>Das Modell erneut installieren oder importieren; oder die Prüfsumme der Datei aus {file} nehmen, wenn sie mit Absicht geändert wurde.</translation>
    </message>
    <message>
        <source>Install the model</source>
        <translation>Modell installieren</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>Install the model from the catalogue: d2studio models install {name}</source>
        <translation>Das Modell aus dem Katalog installieren: d2studio models install {name}</translation>
    </message>
    <message>
        <source>Install these models from the catalogue instead.</source>
        <translation>Diese Modelle stattdessen aus dem Katalog installieren.</translation>
    </message>
    <message>
        <source>Installed are: {names}.</source>
        <translation>Installiert sind: {names}.</translation>
    </message>
    <message>
        <source>Internal</source>
        <translation>Intern</translation>
    </message>
    <message>
        <source>It asked for {gigabytes} GB more.</source>
        <translation>Es fehlten {gigabytes} GB.</translation>
    </message>
    <message>
        <source>It happened while {activity}.</source>
        <translation>Dabei geschah es: {activity}.</translation>
    </message>
    <message>
        <source>It is damaged or of a rare kind. Copy it again, or open it in another program and save it anew.</source>
        <translation>Die Datei ist beschädigt oder von seltener Art. Sie noch einmal kopieren, oder in einem anderen Programm öffnen und neu speichern.</translation>
    </message>
    <message>
        <source>It was deleted: it was changed on its way or where it lies, and may be dangerous. Tell whoever offers it.</source>
        <translation>Sie wurde gelöscht: Sie ist unterwegs oder an ihrem Ort verändert worden und kann gefährlich sein. Denen Bescheid sagen, die sie anbieten.</translation>
    </message>
    <message>
        <source>It was probably made with a changed Detectron2, and only runs there.</source>
        <translation>Es wurde vermutlich mit einem veränderten Detectron2 gemacht und läuft nur dort.</translation>
    </message>
    <message>
        <source>Its config was not downloaded.</source>
        <translation>Die Konfiguration dazu wurde nicht heruntergeladen.</translation>
    </message>
    <message>
        <source>Its weights were not downloaded.</source>
        <translation>Die Gewichte dazu wurden nicht heruntergeladen.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Load the last model</source>
        <translation>Letztes Modell laden</translation>
    </message>
    <message>
        <source>Load the last model again. If this happens with the same model each time, copy the report and send it to us.</source>
        <translation>Das letzte Modell wieder laden. Wenn es mit demselben Modell jedes Mal passiert, den Bericht kopieren und an uns senden.</translation>
    </message>
    <message>
        <source>Look at the proxy settings of the system, or ask who runs the network.</source>
        <translation>In den Proxy-Einstellungen des Systems nachsehen oder bei denen fragen, die das Netzwerk betreuen.</translation>
    </message>
    <message>
        <source>Lower the threshold</source>
        <translation>Schwelle senken</translation>
    </message>
    <message>
        <source>Lower the threshold, or show the classes that are switched off.</source>
        <translation>Die Schwelle senken oder die ausgeschalteten Klassen zeigen.</translation>
    </message>
    <message>
        <source>MD5 is {hash}, and one that begins with {promised} was promised</source>
        <translation>MD5 ist {hash}, versprochen war einer, der mit {promised} beginnt</translation>
    </message>
    <message>
        <source>Make room on it, and try again.</source>
        <translation>Platz darauf schaffen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Make room on it, then run again.</source>
        <translation>Platz darauf schaffen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Make room on the disk, and save them again.</source>
        <translation>Platz auf dem Datenträger schaffen und erneut speichern.</translation>
    </message>
    <message>
        <source>Make room, and try again.</source>
        <translation>Platz schaffen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Make room, or choose a folder on another disk.</source>
        <translation>Platz schaffen oder einen Ordner auf einem anderen Datenträger wählen.</translation>
    </message>
    <message>
        <source>Make room, or choose another folder.</source>
        <translation>Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Make room, or look at the permissions of the folder, then try again; it goes on where it ended.</source>
        <translation>Platz schaffen oder die Rechte des Ordners prüfen und es noch einmal versuchen; es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Make room, or look who may write into this folder.</source>
        <translation>Platz schaffen oder nachsehen, wer in diesen Ordner schreiben darf.</translation>
    </message>
    <message>
        <source>Make room, or see whether you may write there.</source>
        <translation>Platz schaffen oder prüfen, ob man dort schreiben darf.</translation>
    </message>
    <message>
        <source>Make room, then try again.</source>
        <translation>Platz schaffen und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Make room.</source>
        <translation>Platz schaffen.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>More came than the {count} bytes that the file has.</source>
        <translation>Es kam mehr an als die {count} Byte, die die Datei hat.</translation>
    </message>
    <message>
        <source>Most of it does no harm. Classes without names can be named in the model library.</source>
        <translation>Das meiste davon schadet nicht. Klassen ohne Namen können in der Modellsammlung benannt werden.</translation>
    </message>
    <message>
        <source>Name config and weights.</source>
        <translation>Konfiguration und Gewichte angeben.</translation>
    </message>
    <message>
        <source>Name the config and its weights.</source>
        <translation>Konfiguration und Gewichte einzeln angeben.</translation>
    </message>
    <message>
        <source>Name the one to be used.</source>
        <translation>Angeben, welche gelten soll.</translation>
    </message>
    <message>
        <source>Name the weights file.</source>
        <translation>Die Gewichtsdatei angeben.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>Netzwerk nicht erreichbar</translation>
    </message>
    <message>
        <source>No model is called {name}.</source>
        <translation>Kein Modell heißt {name}.</translation>
    </message>
    <message>
        <source>No model {name} is installed.</source>
        <translation>Kein Modell {name} ist installiert.</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>kein Weg zum Server</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht vorhanden</translation>
    </message>
    <message>
        <source>Not all that LayoutParser and Detectron2 have downloaded can be used.</source>
        <translation>Nicht alles, was LayoutParser und Detectron2 heruntergeladen haben, ist brauchbar.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Of {count} weights files {file} was taken, {reason}.</source>
        <translation>Von {count} Gewichtsdateien wurde {file} genommen: {reason}.</translation>
    </message>
    <message>
        <source>Open a folder with pictures or PDF files directly in it; folders below it are not searched.</source>
        <translation>Einen Ordner öffnen, in dem Bilder oder PDF-Dateien selbst liegen; in den Ordnern darunter wird nicht gesucht.</translation>
    </message>
    <message>
        <source>Open it as a page instead.</source>
        <translation>Die Datei stattdessen als Seite öffnen.</translation>
    </message>
    <message>
        <source>Open page files (pictures, PDF), or folders that hold some.</source>
        <translation>Seitendateien (Bilder, PDF) öffnen, oder Ordner, in denen welche sind.</translation>
    </message>
    <message>
        <source>Open the files in it.</source>
        <translation>Die Dateien darin öffnen.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the model library</source>
        <translation>Modellsammlung öffnen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Page {number} of {file}</source>
        <translation>Seite {number} von {file}</translation>
    </message>
    <message>
        <source>Parts of the model lie on different devices.</source>
        <translation>Teile des Modells liegen auf verschiedenen Geräten.</translation>
    </message>
    <message>
        <source>Perhaps {names}.</source>
        <translation>Vielleicht {names}.</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Put it beside the weights, or name it.</source>
        <translation>Sie neben die Gewichte legen oder angeben.</translation>
    </message>
    <message>
        <source>Raise the limit</source>
        <translation>Grenze anheben</translation>
    </message>
    <message>
        <source>Raise the limit if the page is meant to be that large, or scale it down.</source>
        <translation>Die Grenze anheben, falls die Seite so groß sein soll, oder die Seite verkleinern.</translation>
    </message>
    <message>
        <source>Raise the limit, and the page is run again.</source>
        <translation>Die Grenze anheben; die Seite wird dann erneut ausgewertet.</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Reset the rules</source>
        <translation>Regeln zurücksetzen</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Restart it, and leave out the model at which it crashed.</source>
        <translation>Neu starten und das Modell auslassen, bei dem er abgestürzt ist.</translation>
    </message>
    <message>
        <source>Restart it. If that does not help, a virus scanner may block it, or the installation is damaged.</source>
        <translation>Neu starten. Wenn das nicht hilft, blockiert vielleicht ein Virenscanner, oder die Installation ist beschädigt.</translation>
    </message>
    <message>
        <source>Restart the model; if it fails again, use the CPU.</source>
        <translation>Das Modell neu starten; wenn es wieder ausfällt, die CPU benutzen.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Run again. A file that does this each time is broken, or made to waste time.</source>
        <translation>Erneut versuchen. Eine Datei, bei der das jedes Mal passiert, ist defekt oder soll aufhalten.</translation>
    </message>
    <message>
        <source>Run again. If it crashes on the same page or model each time, copy the report and send it to us.</source>
        <translation>Erneut versuchen. Bei einem Absturz jedes Mal an derselben Seite oder demselben Modell den Bericht kopieren und an uns senden.</translation>
    </message>
    <message>
        <source>Run again. If it happens once more, copy the report and send it to us.</source>
        <translation>Erneut versuchen. Wenn es noch einmal passiert, den Bericht kopieren und an uns senden.</translation>
    </message>
    <message>
        <source>SHA-256 is {hash}, and {promised} was promised</source>
        <translation>SHA-256 ist {hash}, versprochen war {promised}</translation>
    </message>
    <message>
        <source>Save it as UTF-8.</source>
        <translation>Die Datei als UTF-8 speichern.</translation>
    </message>
    <message>
        <source>Save it as a file first.</source>
        <translation>Den Inhalt zuerst als Datei speichern.</translation>
    </message>
    <message>
        <source>Save the settings</source>
        <translation>Einstellungen speichern</translation>
    </message>
    <message>
        <source>Scale it down, or raise the limit (max_pixels) if there is room.</source>
        <translation>Die Seite verkleinern oder, wenn Platz ist, die Grenze anheben (max_pixels).</translation>
    </message>
    <message>
        <source>Scale it down, or raise the limit to {pixels} pixels (max_pixels) if there is room: it takes about {gigabytes} GB of memory.</source>
        <translation>Die Seite verkleinern oder, wenn Platz ist, die Grenze auf {pixels} Pixel anheben (max_pixels): Sie braucht etwa {gigabytes} GB Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>Set them again; nothing else is affected.</source>
        <translation>Sie neu einstellen; sonst ist nichts betroffen.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>Alle Klassen zeigen</translation>
    </message>
    <message>
        <source>Some saved settings could not be used; the defaults stand in for them.</source>
        <translation>Einige gespeicherte Einstellungen waren nicht brauchbar; an ihrer Stelle gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>Something was noticed while a model was installed.</source>
        <translation>Beim Installieren eines Modells ist etwas aufgefallen.</translation>
    </message>
    <message>
        <source>Something went wrong inside d2studio; this is a mistake of ours, not of yours.</source>
        <translation>In d2studio ist etwas schiefgegangen; das ist ein Fehler des Programms, kein Bedienfehler.</translation>
    </message>
    <message>
        <source>Take an earlier checkpoint of the same training.</source>
        <translation>Einen früheren Zwischenstand desselben Trainings nehmen.</translation>
    </message>
    <message>
        <source>The GPU {name} (compute capability {number}.{count}) cannot be used: the installed PyTorch {version} is built for {names}.</source>
        <translation>Die Grafikkarte {name} (Compute Capability {number}.{count}) ist nicht nutzbar: Das installierte PyTorch {version} ist für {names} gebaut.</translation>
    </message>
    <message>
        <source>The PDF is protected with a password.</source>
        <translation>Das PDF ist mit einem Passwort geschützt.</translation>
    </message>
    <message>
        <source>The best guess was too weak to count. A larger input size, a better scan or another model may help.</source>
        <translation>Die beste Vermutung war zu schwach, um zu zählen. Eine größere Eingabegröße, ein besserer Scan oder ein anderes Modell kann helfen.</translation>
    </message>
    <message>
        <source>The best score was {score}; from {limit} on it counts as a detection.</source>
        <translation>Der beste Score war {score}; ab {limit} zählt er als Fund.</translation>
    </message>
    <message>
        <source>The catalogue has no model {name}.</source>
        <translation>Der Katalog hat kein Modell {name}.</translation>
    </message>
    <message>
        <source>The classes that were chosen are for one model, and {count} were found.</source>
        <translation>Die gewählten Klassen sind für ein Modell, gefunden wurden {count}.</translation>
    </message>
    <message>
        <source>The config asks for program code or for files that are none of its business; it was blocked.</source>
        <translation>Die Konfiguration verlangt Programmcode oder Dateien, die sie nichts angehen; das wurde blockiert.</translation>
    </message>
    <message>
        <source>The config builds on another file that is not there.</source>
        <translation>Die Konfiguration baut auf einer anderen Datei auf, die nicht da ist.</translation>
    </message>
    <message>
        <source>The config describes a model with parts that d2studio does not have.</source>
        <translation>Die Konfiguration beschreibt ein Modell mit Teilen, die d2studio nicht hat.</translation>
    </message>
    <message>
        <source>The config file cannot be understood.</source>
        <translation>Die Konfigurationsdatei ist nicht zu verstehen.</translation>
    </message>
    <message>
        <source>The config that belongs to {file} is missing.</source>
        <translation>Die Konfiguration, die zu {file} gehört, fehlt.</translation>
    </message>
    <message>
        <source>The configs in {path} build on each other in a circle.</source>
        <translation>Die Konfigurationen in {path} bauen im Kreis aufeinander auf.</translation>
    </message>
    <message>
        <source>The connection to {host} broke: {reason}.</source>
        <translation>Die Verbindung zu {host} ist abgebrochen: {reason}.</translation>
    </message>
    <message>
        <source>The device cannot do a step that this model needs.</source>
        <translation>Das Gerät beherrscht einen Schritt nicht, den dieses Modell braucht.</translation>
    </message>
    <message>
        <source>The device failed while the model ran.</source>
        <translation>Das Gerät ist ausgefallen, während das Modell lief.</translation>
    </message>
    <message>
        <source>The device that was chosen cannot be used on this computer.</source>
        <translation>Das gewählte Gerät ist auf diesem Computer nicht nutzbar.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>The driver of the graphics card does not go with the installed PyTorch.</source>
        <translation>Der Treiber der Grafikkarte passt nicht zum installierten PyTorch.</translation>
    </message>
    <message>
        <source>The file cannot be downloaded.</source>
        <translation>Die Datei kann nicht heruntergeladen werden.</translation>
    </message>
    <message>
        <source>The file has {count} bytes there, and not {number}.</source>
        <translation>Die Datei hat dort {count} Byte und nicht {number}.</translation>
    </message>
    <message>
        <source>The file is not a page that d2studio can open.</source>
        <translation>Die Datei ist keine Seite, die d2studio öffnen kann.</translation>
    </message>
    <message>
        <source>The file is not the one that was promised: its {reason}.</source>
        <translation>Die Datei ist nicht die versprochene: {reason}.</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>Die Datei ist dort nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>The file that was chosen as weights is something else.</source>
        <translation>Die Datei, die als Gewichte gewählt wurde, ist etwas anderes.</translation>
    </message>
    <message>
        <source>The folder has no pages in it.</source>
        <translation>Der Ordner enthält keine Seiten.</translation>
    </message>
    <message>
        <source>The folder is not a model&apos;s folder: it has to hold one config and one weights file.</source>
        <translation>Der Ordner ist kein Modellordner: er muss eine Konfiguration und eine Gewichtsdatei enthalten.</translation>
    </message>
    <message>
        <source>The folder {path} has no page files in it.</source>
        <translation>Im Ordner {path} sind keine Seitendateien.</translation>
    </message>
    <message>
        <source>The installed PyTorch was not made for this graphics card.</source>
        <translation>Das installierte PyTorch ist nicht für diese Grafikkarte gemacht.</translation>
    </message>
    <message>
        <source>The memory of the graphics card is full.</source>
        <translation>Der Speicher der Grafikkarte ist voll.</translation>
    </message>
    <message>
        <source>The memory of this computer is full.</source>
        <translation>Der Speicher dieses Computers ist voll.</translation>
    </message>
    <message>
        <source>The model found nothing on this page.</source>
        <translation>Das Modell hat auf dieser Seite nichts gefunden.</translation>
    </message>
    <message>
        <source>The model has {count} classes and {file} has {number} names; {reason}.</source>
        <translation>Das Modell hat {count} Klassen und {file} hat {number} Namen; {reason}.</translation>
    </message>
    <message>
        <source>The model has {count} classes, and {number} names were given.</source>
        <translation>Das Modell hat {count} Klassen, angegeben sind {number} Namen.</translation>
    </message>
    <message>
        <source>The model has {count} classes, but {number} names were given.</source>
        <translation>Das Modell hat {count} Klassen, angegeben sind aber {number} Namen.</translation>
    </message>
    <message>
        <source>The model may be made for another kind of pages; choose another one.</source>
        <translation>Das Modell ist vielleicht für andere Seiten gemacht; ein anderes wählen.</translation>
    </message>
    <message>
        <source>The model returns {count} detections a page at most, the best ones.</source>
        <translation>Das Modell gibt höchstens {count} Funde pro Seite zurück, die besten.</translation>
    </message>
    <message>
        <source>The model that was asked for is not installed.</source>
        <translation>Das verlangte Modell ist nicht installiert.</translation>
    </message>
    <message>
        <source>The model was {model}.</source>
        <translation>Das Modell war {model}.</translation>
    </message>
    <message>
        <source>The model&apos;s config file is not there.</source>
        <translation>Die Konfigurationsdatei des Modells ist nicht da.</translation>
    </message>
    <message>
        <source>The model&apos;s weights file is not there.</source>
        <translation>Die Gewichtsdatei des Modells ist nicht da.</translation>
    </message>
    <message>
        <source>The names in {file} are numbered from 1; number 1 is taken for the model&apos;s first class.</source>
        <translation>Die Namen in {file} sind ab 1 nummeriert; Nummer 1 gilt als erste Klasse des Modells.</translation>
    </message>
    <message>
        <source>The names in {file} are numbered from 1; the model&apos;s class 0 is taken for {name}.</source>
        <translation>Die Namen in {file} sind ab 1 nummeriert; Klasse 0 des Modells gilt als {name}.</translation>
    </message>
    <message>
        <source>The names of the classes are not known; they are called by their numbers.</source>
        <translation>Die Namen der Klassen sind nicht bekannt; sie heißen nach ihren Nummern.</translation>
    </message>
    <message>
        <source>The number format that was chosen does not exist.</source>
        <translation>Das gewählte Zahlenformat gibt es nicht.</translation>
    </message>
    <message>
        <source>The page cannot be read: its file is damaged or incomplete.</source>
        <translation>Die Seite ist nicht lesbar: ihre Datei ist beschädigt oder unvollständig.</translation>
    </message>
    <message>
        <source>The page has more pixels than the limit that guards the memory.</source>
        <translation>Die Seite hat mehr Pixel, als die Grenze zum Schutz des Speichers erlaubt.</translation>
    </message>
    <message>
        <source>The page has {width} x {height} pixels.</source>
        <translation>Die Seite hat {width} × {height} Pixel.</translation>
    </message>
    <message>
        <source>The page is very small. Scan it, or draw the PDF, at a higher resolution.</source>
        <translation>Die Seite ist sehr klein. Sie mit höherer Auflösung scannen oder das PDF mit höherer Auflösung zeichnen.</translation>
    </message>
    <message>
        <source>The page looks blank. If it is not, scan it again with more contrast.</source>
        <translation>Die Seite sieht leer aus. Wenn sie es nicht ist, sie mit mehr Kontrast erneut scannen.</translation>
    </message>
    <message>
        <source>The page&apos;s file is not there.</source>
        <translation>Die Datei der Seite ist nicht da.</translation>
    </message>
    <message>
        <source>The password does not open the PDF.</source>
        <translation>Das Passwort öffnet das PDF nicht.</translation>
    </message>
    <message>
        <source>The password given does not open {file}.</source>
        <translation>Das angegebene Passwort öffnet {file} nicht.</translation>
    </message>
    <message>
        <source>The process that looks after models cannot be started.</source>
        <translation>Der Prozess, der Modelle verwaltet, kann nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The process that looks after models crashed three times within five minutes and is not started again by itself.</source>
        <translation>Der Prozess, der Modelle verwaltet, ist dreimal in fünf Minuten abgestürzt und wird nicht mehr von selbst neu gestartet.</translation>
    </message>
    <message>
        <source>The process that looks after models crashed; it starts again by itself.</source>
        <translation>Der Prozess, der Modelle verwaltet, ist abgestürzt; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that looks after models did not answer for too long and was ended; it starts again by itself.</source>
        <translation>Der Prozess, der Modelle verwaltet, hat zu lange nicht geantwortet und wurde beendet; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that looks after models was ended from outside, probably because the memory was full; it starts again by itself.</source>
        <translation>Der Prozess, der Modelle verwaltet, wurde von außen beendet, vermutlich weil der Speicher voll war; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that opens pages cannot be started.</source>
        <translation>Der Prozess, der Seiten öffnet, kann nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The process that opens pages crashed three times within five minutes and is not started again by itself.</source>
        <translation>Der Prozess, der Seiten öffnet, ist dreimal in fünf Minuten abgestürzt und wird nicht mehr von selbst neu gestartet.</translation>
    </message>
    <message>
        <source>The process that opens pages crashed; it starts again by itself.</source>
        <translation>Der Prozess, der Seiten öffnet, ist abgestürzt; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that opens pages did not answer for too long and was ended; it starts again by itself.</source>
        <translation>Der Prozess, der Seiten öffnet, hat zu lange nicht geantwortet und wurde beendet; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that opens pages was ended from outside, probably because the memory was full; it starts again by itself.</source>
        <translation>Der Prozess, der Seiten öffnet, wurde von außen beendet, vermutlich weil der Speicher voll war; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that runs models cannot be started.</source>
        <translation>Der Prozess, der Modelle ausführt, kann nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The process that runs models crashed three times within five minutes and is not started again by itself.</source>
        <translation>Der Prozess, der Modelle ausführt, ist dreimal in fünf Minuten abgestürzt und wird nicht mehr von selbst neu gestartet.</translation>
    </message>
    <message>
        <source>The process that runs models crashed; it starts again by itself.</source>
        <translation>Der Prozess, der Modelle ausführt, ist abgestürzt; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that runs models did not answer for too long and was ended; it starts again by itself.</source>
        <translation>Der Prozess, der Modelle ausführt, hat zu lange nicht geantwortet und wurde beendet; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The process that runs models was ended from outside, probably because the memory was full; it starts again by itself.</source>
        <translation>Der Prozess, der Modelle ausführt, wurde von außen beendet, vermutlich weil der Speicher voll war; er startet von selbst neu.</translation>
    </message>
    <message>
        <source>The proxy of this network cannot be reached, or refuses.</source>
        <translation>Der Proxy dieses Netzwerks ist nicht erreichbar oder weist ab.</translation>
    </message>
    <message>
        <source>The proxy {name} {reason}.</source>
        <translation>Der Proxy {name} {reason}.</translation>
    </message>
    <message>
        <source>The result cannot be written.</source>
        <translation>Das Ergebnis kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The result was not saved: the disk is full.</source>
        <translation>Das Ergebnis wurde nicht gespeichert: Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>The server cannot be reached, or the connection broke.</source>
        <translation>Der Server ist nicht erreichbar, oder die Verbindung ist abgebrochen.</translation>
    </message>
    <message>
        <source>The server cannot prove that it is who it says.</source>
        <translation>Der Server kann nicht nachweisen, dass er der richtige ist.</translation>
    </message>
    <message>
        <source>The server gives this file only after a login or a licence.</source>
        <translation>Der Server gibt diese Datei erst nach einer Anmeldung oder Lizenz heraus.</translation>
    </message>
    <message>
        <source>The settings cannot be saved; they hold until the window is closed.</source>
        <translation>Die Einstellungen lassen sich nicht speichern; sie gelten, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>The system does not let d2studio read the config file.</source>
        <translation>Das System lässt d2studio die Konfigurationsdatei nicht lesen.</translation>
    </message>
    <message>
        <source>The system does not let d2studio read the page&apos;s file.</source>
        <translation>Das System lässt d2studio die Datei der Seite nicht lesen.</translation>
    </message>
    <message>
        <source>The system does not let d2studio read the weights file.</source>
        <translation>Das System lässt d2studio die Gewichtsdatei nicht lesen.</translation>
    </message>
    <message>
        <source>The system has just ended a process because the memory was full.</source>
        <translation>Das System hat gerade einen Prozess beendet, weil der Arbeitsspeicher voll war.</translation>
    </message>
    <message>
        <source>The weights and the config are for different numbers of classes.</source>
        <translation>Gewichte und Konfiguration sind für verschieden viele Klassen.</translation>
    </message>
    <message>
        <source>The weights and the config belong to different models.</source>
        <translation>Gewichte und Konfiguration gehören zu verschiedenen Modellen.</translation>
    </message>
    <message>
        <source>The weights file asks for program code to be run; it was blocked, and nothing was run.</source>
        <translation>Die Gewichtsdatei verlangt, dass Programmcode ausgeführt wird; das wurde blockiert, nichts wurde ausgeführt.</translation>
    </message>
    <message>
        <source>The weights file is damaged or incomplete.</source>
        <translation>Die Gewichtsdatei ist beschädigt oder unvollständig.</translation>
    </message>
    <message>
        <source>The weights hold values that are not numbers; the model could find nothing with them.</source>
        <translation>Die Gewichte enthalten Werte, die keine Zahlen sind; das Modell könnte damit nichts finden.</translation>
    </message>
    <message>
        <source>The weights that belong to {file} are missing.</source>
        <translation>Die Gewichte, die zu {file} gehören, fehlen.</translation>
    </message>
    <message>
        <source>The zip or model pack cannot be used.</source>
        <translation>Die Zip-Datei oder das Modellpaket ist nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>There is no file or folder {path}.</source>
        <translation>Es gibt keine Datei und keinen Ordner {path}.</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>Es gibt keine Datei {path}.</translation>
    </message>
    <message>
        <source>There is no model in what was chosen: a model is a config and its weights.</source>
        <translation>In dem, was gewählt wurde, ist kein Modell: Ein Modell ist eine Konfiguration mit ihren Gewichten.</translation>
    </message>
    <message>
        <source>There is no room for the pixels of another page.</source>
        <translation>Für die Bildpunkte einer weiteren Seite ist kein Platz.</translation>
    </message>
    <message>
        <source>There is no room on the disk of {path} for {size} MB.</source>
        <translation>Auf dem Datenträger von {path} ist kein Platz für {size} MB.</translation>
    </message>
    <message>
        <source>There is {name}: rename it to {file}, or choose it as it is.</source>
        <translation>Es gibt {name}: in {file} umbenennen, oder so wählen, wie sie ist.</translation>
    </message>
    <message>
        <source>There may be more on this page: the model&apos;s limit of detections was reached.</source>
        <translation>Auf dieser Seite ist vielleicht mehr: die Obergrenze des Modells für Funde wurde erreicht.</translation>
    </message>
    <message>
        <source>These look like model weights; they belong to the model, not among the pages.</source>
        <translation>Das sieht nach Gewichten eines Modells aus; sie gehören zum Modell, nicht zu den Seiten.</translation>
    </message>
    <message>
        <source>This cannot be done as it was asked for.</source>
        <translation>Das geht nicht so, wie es verlangt wurde.</translation>
    </message>
    <message>
        <source>This is a mistake in d2studio. The CPU works meanwhile.</source>
        <translation>Das ist ein Fehler in d2studio. Mit der CPU geht es einstweilen.</translation>
    </message>
    <message>
        <source>This machine seems to have an NVIDIA GPU, but {part} does not find it: its driver is too old, or the GPU is hidden from programs.</source>
        <translation>Dieser Rechner hat wohl eine NVIDIA-Grafikkarte, aber {part} findet sie nicht: Ihr Treiber ist zu alt, oder sie ist vor Programmen verborgen.</translation>
    </message>
    <message>
        <source>This machine seems to have an NVIDIA GPU, but {part} is built for the CPU alone.</source>
        <translation>Dieser Rechner hat wohl eine NVIDIA-Grafikkarte, aber {part} ist nur für die CPU gebaut.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try again later, or download it in a browser and import it.</source>
        <translation>Es später noch einmal versuchen, oder die Datei in einem Browser herunterladen und hinzufügen.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Es später noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Try again later. If it stays so, tell whoever offers the file.</source>
        <translation>Es später noch einmal versuchen. Bleibt es dabei, denen Bescheid sagen, die die Datei anbieten.</translation>
    </message>
    <message>
        <source>Try again. A model that does this each time is broken, or made to waste time.</source>
        <translation>Erneut versuchen. Ein Modell, bei dem das jedes Mal passiert, ist defekt oder soll aufhalten.</translation>
    </message>
    <message>
        <source>Try again. If it crashes on the same model each time, copy the report and send it to us.</source>
        <translation>Erneut versuchen. Bei einem Absturz jedes Mal an demselben Modell den Bericht kopieren und an uns senden.</translation>
    </message>
    <message>
        <source>Try again. If it happens once more, copy the report and send it to us.</source>
        <translation>Erneut versuchen. Wenn es noch einmal passiert, den Bericht kopieren und an uns senden.</translation>
    </message>
    <message>
        <source>Two classes would be called {name}.</source>
        <translation>Zwei Klassen würden {name} heißen.</translation>
    </message>
    <message>
        <source>Two installed libraries do not go together.</source>
        <translation>Zwei installierte Bibliotheken passen nicht zusammen.</translation>
    </message>
    <message>
        <source>Two parts of the model compute in number formats that do not go together.</source>
        <translation>Zwei Teile des Modells rechnen in Zahlenformaten, die nicht zusammenpassen.</translation>
    </message>
    <message>
        <source>Unpack it and open the pages in it.</source>
        <translation>Das Archiv entpacken und die Seiten darin öffnen.</translation>
    </message>
    <message>
        <source>Unpack it with its password first.</source>
        <translation>Es zuerst mit dem Passwort entpacken.</translation>
    </message>
    <message>
        <source>Unpack the zip, and choose the folder.</source>
        <translation>Das ZIP entpacken und den Ordner wählen.</translation>
    </message>
    <message>
        <source>Update the driver of the graphics card, or use the CPU.</source>
        <translation>Den Treiber der Grafikkarte aktualisieren oder die CPU benutzen.</translation>
    </message>
    <message>
        <source>Use a larger input size</source>
        <translation>Größere Eingabegröße benutzen</translation>
    </message>
    <message>
        <source>Use a smaller input size</source>
        <translation>Kleinere Eingabegröße benutzen</translation>
    </message>
    <message>
        <source>Use float32</source>
        <translation>float32 benutzen</translation>
    </message>
    <message>
        <source>Use one that begins with https:// and lies outside your own network, or import the file.</source>
        <translation>Eine benutzen, die mit https:// beginnt und außerhalb des eigenen Netzwerks liegt, oder die Datei hinzufügen.</translation>
    </message>
    <message>
        <source>Use the CPU</source>
        <translation>CPU benutzen</translation>
    </message>
    <message>
        <source>Use the CPU for this model.</source>
        <translation>Für dieses Modell die CPU benutzen.</translation>
    </message>
    <message>
        <source>Use the CPU, or choose a device from the list.</source>
        <translation>Die CPU benutzen oder ein Gerät aus der Liste wählen.</translation>
    </message>
    <message>
        <source>Use the CPU, or install a PyTorch that was built for the card.</source>
        <translation>Die CPU benutzen oder ein PyTorch installieren, das für die Karte gebaut ist.</translation>
    </message>
    <message>
        <source>Use the built-in model</source>
        <translation>Mitgeliefertes Modell benutzen</translation>
    </message>
    <message>
        <source>Use the weights&apos; classes</source>
        <translation>Klassen der Gewichte benutzen</translation>
    </message>
    <message>
        <source>Wait until it is done there.</source>
        <translation>Warten, bis es dort fertig ist.</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>What came is not the file that was promised; it was deleted.</source>
        <translation>Was ankam, ist nicht die versprochene Datei; es wurde gelöscht.</translation>
    </message>
    <message>
        <source>What came is {found}, and not the {part}.</source>
        <translation>Angekommen ist {found}; erwartet: {part}.</translation>
    </message>
    <message>
        <source>a Cascade R-CNN</source>
        <translation>ein Cascade R-CNN</translation>
    </message>
    <message>
        <source>a DjVu document</source>
        <translation>ein DjVu-Dokument</translation>
    </message>
    <message>
        <source>a Faster R-CNN</source>
        <translation>ein Faster R-CNN</translation>
    </message>
    <message>
        <source>a Git LFS placeholder</source>
        <translation>ein Platzhalter von Git LFS</translation>
    </message>
    <message>
        <source>a JSON message</source>
        <translation>eine JSON-Nachricht</translation>
    </message>
    <message>
        <source>a Keypoint R-CNN</source>
        <translation>ein Keypoint R-CNN</translation>
    </message>
    <message>
        <source>a Mask R-CNN</source>
        <translation>ein Mask R-CNN</translation>
    </message>
    <message>
        <source>a Panoptic FPN</source>
        <translation>ein Panoptic FPN</translation>
    </message>
    <message>
        <source>a Photoshop picture</source>
        <translation>ein Photoshop-Bild</translation>
    </message>
    <message>
        <source>a PostScript file</source>
        <translation>eine PostScript-Datei</translation>
    </message>
    <message>
        <source>a PyTorch file</source>
        <translation>eine PyTorch-Datei</translation>
    </message>
    <message>
        <source>a ResNet classifier in torchvision&apos;s names, without a detector</source>
        <translation>ein ResNet zur Klassifikation mit den Namen von torchvision, ohne Detektor</translation>
    </message>
    <message>
        <source>a RetinaNet</source>
        <translation>ein RetinaNet</translation>
    </message>
    <message>
        <source>a YOLO model</source>
        <translation>ein YOLO-Modell</translation>
    </message>
    <message>
        <source>a backbone alone (as trained on ImageNet), without a detector</source>
        <translation>nur ein Backbone (wie auf ImageNet trainiert), ohne Detektor</translation>
    </message>
    <message>
        <source>a detector with a vision transformer</source>
        <translation>ein Modell mit Vision Transformer</translation>
    </message>
    <message>
        <source>a feature pyramid (FPN)</source>
        <translation>eine Merkmalspyramide (FPN)</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>ein gzip-Archiv</translation>
    </message>
    <message>
        <source>a pickle</source>
        <translation>eine Pickle-Datei</translation>
    </message>
    <message>
        <source>a region proposal network</source>
        <translation>ein Netz für Vorschläge (RPN)</translation>
    </message>
    <message>
        <source>a semantic segmentation model</source>
        <translation>ein Modell für semantische Segmentierung</translation>
    </message>
    <message>
        <source>a tar archive</source>
        <translation>ein tar-Archiv</translation>
    </message>
    <message>
        <source>a text document (RTF)</source>
        <translation>ein Textdokument (RTF)</translation>
    </message>
    <message>
        <source>a text file</source>
        <translation>eine Textdatei</translation>
    </message>
    <message>
        <source>a torchvision detector</source>
        <translation>ein Modell von torchvision</translation>
    </message>
    <message>
        <source>a transformer model</source>
        <translation>ein Transformer-Modell</translation>
    </message>
    <message>
        <source>a video or another media file</source>
        <translation>ein Video oder eine andere Mediendatei</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>eine Webseite</translation>
    </message>
    <message>
        <source>a zip archive</source>
        <translation>ein ZIP-Archiv</translation>
    </message>
    <message>
        <source>all names began with {name}, which was taken off</source>
        <translation>alle Namen begannen mit {name}; das wurde weggelassen</translation>
    </message>
    <message>
        <source>all zeros, as a failed copy leaves behind</source>
        <translation>voller Nullen, wie nach einer missglückten Kopie</translation>
    </message>
    <message>
        <source>an AVIF picture</source>
        <translation>ein AVIF-Bild</translation>
    </message>
    <message>
        <source>an HEIC picture</source>
        <translation>ein HEIC-Bild</translation>
    </message>
    <message>
        <source>an MMDetection model</source>
        <translation>ein MMDetection-Modell</translation>
    </message>
    <message>
        <source>an SVG drawing</source>
        <translation>eine SVG-Zeichnung</translation>
    </message>
    <message>
        <source>an XML file</source>
        <translation>eine XML-Datei</translation>
    </message>
    <message>
        <source>an XML message</source>
        <translation>eine XML-Nachricht</translation>
    </message>
    <message>
        <source>an e-book (EPUB)</source>
        <translation>ein E-Book (EPUB)</translation>
    </message>
    <message>
        <source>an empty file</source>
        <translation>eine leere Datei</translation>
    </message>
    <message>
        <source>an office document</source>
        <translation>ein Office-Dokument</translation>
    </message>
    <message>
        <source>an office document (Word, Excel or PowerPoint)</source>
        <translation>ein Office-Dokument (Word, Excel oder PowerPoint)</translation>
    </message>
    <message>
        <source>anchors, which follow from the config</source>
        <translation>Anker, die aus der Konfiguration folgen</translation>
    </message>
    <message>
        <source>and {count} more, see Details</source>
        <translation>und {count} weitere, siehe Details</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>ein anderes Modell</translation>
    </message>
    <message>
        <source>asks for a name and a password (407)</source>
        <translation>verlangt Name und Passwort (407)</translation>
    </message>
    <message>
        <source>batch normalisation</source>
        <translation>Batch-Normalisierung</translation>
    </message>
    <message>
        <source>box corrections are {found} in the weights and {expected} in the config</source>
        <translation>Rahmenkorrekturen: in den Gewichten {found}, in der Konfiguration {expected}</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>ist nicht erreichbar</translation>
    </message>
    <message>
        <source>config</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>counters of training steps</source>
        <translation>Zähler der Trainingsschritte</translation>
    </message>
    <message>
        <source>d2studio did not end properly the last time.</source>
        <translation>d2studio wurde beim letzten Mal nicht richtig beendet.</translation>
    </message>
    <message>
        <source>d2studio did not end properly the last time; it started without the last model.</source>
        <translation>d2studio wurde beim letzten Mal nicht richtig beendet; es ist ohne das letzte Modell gestartet.</translation>
    </message>
    <message>
        <source>group normalisation</source>
        <translation>Gruppen-Normalisierung</translation>
    </message>
    <message>
        <source>how often classes occur in the training data</source>
        <translation>wie oft Klassen in den Trainingsdaten vorkommen</translation>
    </message>
    <message>
        <source>in the backbone {reason}</source>
        <translation>im Backbone: {reason}</translation>
    </message>
    <message>
        <source>in the box head {reason}</source>
        <translation>im Rahmenkopf: {reason}</translation>
    </message>
    <message>
        <source>in the feature pyramid {reason}</source>
        <translation>in der Merkmalspyramide: {reason}</translation>
    </message>
    <message>
        <source>is of a kind that d2studio does not speak</source>
        <translation>ist von einer Art, die d2studio nicht spricht</translation>
    </message>
    <message>
        <source>it counts {count} classes, and the model has another number</source>
        <translation>sie zählt {count} Klassen, und das Modell hat eine andere Anzahl</translation>
    </message>
    <message>
        <source>it counts {count} classes, and the model has {number}</source>
        <translation>sie zählt {count} Klassen, und das Modell hat {number}</translation>
    </message>
    <message>
        <source>it ended too early</source>
        <translation>sie endete zu früh</translation>
    </message>
    <message>
        <source>it has {count} bytes, and what was published has {number}</source>
        <translation>die Größe ist {count} Byte, veröffentlicht wurden {number}</translation>
    </message>
    <message>
        <source>it has {size} MB, and what was published has about {whole} MB</source>
        <translation>die Größe ist {size} MB, veröffentlicht wurden etwa {whole} MB</translation>
    </message>
    <message>
        <source>it holds a file twice</source>
        <translation>es enthält eine Datei doppelt</translation>
    </message>
    <message>
        <source>it holds more than {count} files</source>
        <translation>es enthält mehr als {count} Dateien</translation>
    </message>
    <message>
        <source>it holds {name} twice</source>
        <translation>es enthält {name} doppelt</translation>
    </message>
    <message>
        <source>it holds {name}, which belongs in no pack</source>
        <translation>es enthält {name}, das in kein Paket gehört</translation>
    </message>
    <message>
        <source>it is a pack of version {number}, written by d2studio {version}, and this d2studio, {own}, reads version {count}</source>
        <translation>das Paket hat Version {number}, geschrieben von d2studio {version}, und dieses d2studio, {own}, liest Version {count}</translation>
    </message>
    <message>
        <source>it is cut off or damaged</source>
        <translation>es ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
        <source>it is no model pack, since it has no {name}</source>
        <translation>es ist kein Modellpaket, denn {name} fehlt</translation>
    </message>
    <message>
        <source>its MD5 begins with {hash}, that of what was published with {promised}</source>
        <translation>der MD5 beginnt mit {hash}, der des Veröffentlichten mit {promised}</translation>
    </message>
    <message>
        <source>its SHA-256 begins with {hash}, that of the download with {promised}</source>
        <translation>der SHA-256 beginnt mit {hash}, der des Downloads mit {promised}</translation>
    </message>
    <message>
        <source>its SHA-256 begins with {hash}, that of what was published with {promised}</source>
        <translation>der SHA-256 beginnt mit {hash}, der des Veröffentlichten mit {promised}</translation>
    </message>
    <message>
        <source>keypoint head</source>
        <translation>Schlüsselpunktkopf</translation>
    </message>
    <message>
        <source>left out beside the weights: {names}</source>
        <translation>neben den Gewichten weggelassen: {names}</translation>
    </message>
    <message>
        <source>left out, being no tensors: {names}</source>
        <translation>weggelassen, weil es keine Tensoren sind: {names}</translation>
    </message>
    <message>
        <source>left out, having no place in Detectron2: {names}</source>
        <translation>weggelassen, weil es dafür in Detectron2 keinen Platz gibt: {names}</translation>
    </message>
    <message>
        <source>left out, since only training or a modified Detectron2 reads them: {names}</source>
        <translation>weggelassen, weil nur das Training oder ein verändertes Detectron2 es liest: {names}</translation>
    </message>
    <message>
        <source>list of class names</source>
        <translation>Liste der Klassennamen</translation>
    </message>
    <message>
        <source>mask head</source>
        <translation>Maskenkopf</translation>
    </message>
    <message>
        <source>masks are {found} in the weights and {expected} in the config</source>
        <translation>Masken: in den Gewichten {found}, in der Konfiguration {expected}</translation>
    </message>
    <message>
        <source>misshapen: {file} is {found}, the config says {expected}</source>
        <translation>falsche Form: {file} hat {found}, die Konfiguration sagt {expected}</translation>
    </message>
    <message>
        <source>missing: {file}</source>
        <translation>fehlt: {file}</translation>
    </message>
    <message>
        <source>model&apos;s card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>names not used: {count}</source>
        <translation>nicht benutzte Namen: {count}</translation>
    </message>
    <message>
        <source>no deformable convolutions</source>
        <translation>keine verformbaren Faltungen</translation>
    </message>
    <message>
        <source>no feature pyramid (C4)</source>
        <translation>keine Merkmalspyramide (C4)</translation>
    </message>
    <message>
        <source>no feature pyramid but a dilated last stage (DC5)</source>
        <translation>keine Merkmalspyramide, aber eine gedehnte letzte Stufe (DC5)</translation>
    </message>
    <message>
        <source>no normalisation</source>
        <translation>keine Normalisierung</translation>
    </message>
    <message>
        <source>no text</source>
        <translation>kein Text</translation>
    </message>
    <message>
        <source>not taken from the weights: {part}</source>
        <translation>nicht aus den Gewichten übernommen: {part}</translation>
    </message>
    <message>
        <source>of an unknown kind</source>
        <translation>von unbekannter Art</translation>
    </message>
    <message>
        <source>of the {count} tensors that the config needs, the weights have {number}</source>
        <translation>von den {count} Tensoren, die die Konfiguration braucht, haben die Gewichte {number}</translation>
    </message>
    <message>
        <source>one for all classes</source>
        <translation>eine für alle Klassen</translation>
    </message>
    <message>
        <source>one per class</source>
        <translation>eine je Klasse</translation>
    </message>
    <message>
        <source>refuses to connect to {host} ({number})</source>
        <translation>verweigert die Verbindung zu {host} ({number})</translation>
    </message>
    <message>
        <source>semantic segmentation head</source>
        <translation>Kopf für semantische Segmentierung</translation>
    </message>
    <message>
        <source>the box head and all that belongs to it</source>
        <translation>den Rahmenkopf und alles, was dazugehört</translation>
    </message>
    <message>
        <source>the input&apos;s deviation, which is the config&apos;s</source>
        <translation>die Streuung der Eingabe, die aus der Konfiguration kommt</translation>
    </message>
    <message>
        <source>the input&apos;s mean, which is the config&apos;s</source>
        <translation>der Mittelwert der Eingabe, der aus der Konfiguration kommt</translation>
    </message>
    <message>
        <source>the installed PyTorch {version}</source>
        <translation>das installierte PyTorch {version}</translation>
    </message>
    <message>
        <source>the keypoint head</source>
        <translation>den Schlüsselpunktkopf</translation>
    </message>
    <message>
        <source>the mask head</source>
        <translation>den Maskenkopf</translation>
    </message>
    <message>
        <source>the region proposal network</source>
        <translation>das Netz für Vorschläge (RPN)</translation>
    </message>
    <message>
        <source>the semantic segmentation head</source>
        <translation>den Kopf für semantische Segmentierung</translation>
    </message>
    <message>
        <source>the weights also hold {part}, which the config does not use</source>
        <translation>die Gewichte enthalten auch {part}; die Konfiguration benutzt das nicht</translation>
    </message>
    <message>
        <source>the weights contradict themselves: their mask head has {count} classes and their box head {number}</source>
        <translation>die Gewichte widersprechen sich: Ihr Maskenkopf hat {count} Klassen und ihr Rahmenkopf {number}</translation>
    </message>
    <message>
        <source>the weights have a part that the config does not know</source>
        <translation>die Gewichte haben einen Teil, den die Konfiguration nicht kennt</translation>
    </message>
    <message>
        <source>the weights have no {part}, the config asks for one</source>
        <translation>die Gewichte haben keinen {part}, die Konfiguration verlangt einen</translation>
    </message>
    <message>
        <source>the weights have pyramid levels {found}, the config says {expected}</source>
        <translation>die Gewichte haben die Pyramidenstufen {found}, die Konfiguration sagt {expected}</translation>
    </message>
    <message>
        <source>the weights have {count} anchors at each position, the config says {number}</source>
        <translation>die Gewichte haben {count} Anker an jeder Stelle, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} channels after res2, the config says {number}</source>
        <translation>die Gewichte haben {count} Kanäle nach res2, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} channels in the feature pyramid, the config says {number}</source>
        <translation>die Gewichte haben {count} Kanäle in der Merkmalspyramide, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} channels in the stem, the config says {number}</source>
        <translation>die Gewichte haben {count} Kanäle im Stamm, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} hidden layers in the proposal network, the config says {number}</source>
        <translation>die Gewichte haben {count} verborgene Schichten im Netz für Vorschläge, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} keypoints, the config says {number}</source>
        <translation>die Gewichte haben {count} Schlüsselpunkte, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} parts that the config does not know</source>
        <translation>die Gewichte haben {count} Teile, die die Konfiguration nicht kennt</translation>
    </message>
    <message>
        <source>the weights have {count} semantic classes, the config says {number}</source>
        <translation>die Gewichte haben {count} semantische Klassen, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {count} units in the box head, the config says {number}</source>
        <translation>die Gewichte haben {count} Einheiten im Rahmenkopf, die Konfiguration sagt {number}</translation>
    </message>
    <message>
        <source>the weights have {found}, the config says {expected}</source>
        <translation>die Gewichte haben {found}, die Konfiguration sagt {expected}</translation>
    </message>
    <message>
        <source>the weights look at regions of {found} cells, the config says {expected}</source>
        <translation>die Gewichte sehen Regionen mit {found} Zellen an, die Konfiguration sagt {expected}</translation>
    </message>
    <message>
        <source>these are weights of a backbone alone, the config asks for {expected}</source>
        <translation>die Gewichte sind nur für ein Backbone, die Konfiguration verlangt {expected}</translation>
    </message>
    <message>
        <source>these are weights of {found}, the config asks for {expected}</source>
        <translation>die Gewichte sind für {found}, die Konfiguration verlangt {expected}</translation>
    </message>
    <message>
        <source>these are {found} weights, the config says {expected}</source>
        <translation>die Gewichte sind für {found}, die Konfiguration sagt {expected}</translation>
    </message>
    <message>
        <source>unexpected: {file}</source>
        <translation>unerwartet: {file}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>what it says of {name} cannot be</source>
        <translation>was es über {name} sagt, kann nicht sein</translation>
    </message>
    <message>
        <source>what {name} says of {file} makes no sense</source>
        <translation>was {name} über {file} sagt, ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>which has the config&apos;s name</source>
        <translation>sie heißt wie die Konfiguration</translation>
    </message>
    <message>
        <source>which is read fastest</source>
        <translation>sie wird am schnellsten gelesen</translation>
    </message>
    <message>
        <source>which training writes at its end</source>
        <translation>das Training schreibt sie am Ende</translation>
    </message>
    <message>
        <source>which {file} names</source>
        <translation>{file} nennt sie</translation>
    </message>
    <message>
        <source>{count} below the threshold: the best score is {score}, of {name}, and the threshold {limit}</source>
        <translation>{count} unter der Schwelle: Der beste Score ist {score}, von {name}, und die Schwelle {limit}</translation>
    </message>
    <message>
        <source>{count} class</source>
        <translation>{count} Klasse</translation>
    </message>
    <message>
        <source>{count} classes</source>
        <translation>{count} Klassen</translation>
    </message>
    <message>
        <source>{count} classes have no name yet</source>
        <translation>{count} Klassen haben noch keinen Namen</translation>
    </message>
    <message>
        <source>{count} convolutional and {number} linear layers</source>
        <translation>{count} Faltungsschichten und {number} lineare Schichten</translation>
    </message>
    <message>
        <source>{count} hidden by other rules: overlap, containment, count</source>
        <translation>{count} durch andere Regeln verborgen: Überlappung, Enthaltensein, Anzahl</translation>
    </message>
    <message>
        <source>{count} of classes that are switched off</source>
        <translation>{count} von Klassen, die ausgeschaltet sind</translation>
    </message>
    <message>
        <source>{file} builds on another config, {base}.</source>
        <translation>{file} baut auf einer anderen Konfiguration auf, {base}.</translation>
    </message>
    <message>
        <source>{file} builds on {base}, which is not there; Detectron2&apos;s values for it were used</source>
        <translation>{file} baut auf {base} auf, das nicht da ist; dafür gelten die Werte von Detectron2</translation>
    </message>
    <message>
        <source>{file} cannot be decoded: {reason}.</source>
        <translation>{file} kann nicht dekodiert werden: {reason}.</translation>
    </message>
    <message>
        <source>{file} cannot be downloaded from any of {count} addresses. {reason}</source>
        <translation>{file} lässt sich von keiner der {count} Adressen herunterladen. {reason}</translation>
    </message>
    <message>
        <source>{file} cannot be downloaded. {reason}</source>
        <translation>{file} lässt sich nicht herunterladen. {reason}</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason})</source>
        <translation>{file} ist nicht lesbar ({reason})</translation>
    </message>
    <message>
        <source>{file} cannot be used: {reason}.</source>
        <translation>{file} ist nicht benutzbar: {reason}.</translation>
    </message>
    <message>
        <source>{file} does not exist.</source>
        <translation>{file} gibt es nicht.</translation>
    </message>
    <message>
        <source>{file} does not fit into the memory that is left.</source>
        <translation>{file} passt nicht in den Arbeitsspeicher, der noch frei ist.</translation>
    </message>
    <message>
        <source>{file} does not fit the config: {reason}.</source>
        <translation>{file} passt nicht zur Konfiguration: {reason}.</translation>
    </message>
    <message>
        <source>{file} ends too early, after {size}: the download or copy was cut off.</source>
        <translation>{file} endet zu früh, nach {size}: Das Herunterladen oder Kopieren wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{file} has more pixels than the limit.</source>
        <translation>{file} hat mehr Pixel, als die Grenze erlaubt.</translation>
    </message>
    <message>
        <source>{file} has no page {number}; it has {count}.</source>
        <translation>{file} hat keine Seite {number}, sondern nur {count}.</translation>
    </message>
    <message>
        <source>{file} has thresholds for classes that the model does not have: {names}.</source>
        <translation>{file} hat Schwellen für Klassen, die das Modell nicht hat: {names}.</translation>
    </message>
    <message>
        <source>{file} has {width} x {height} pixels, {millions} million; the limit is {limit} million.</source>
        <translation>{file} hat {width} × {height} Pixel, {millions} Millionen; die Grenze sind {limit} Millionen.</translation>
    </message>
    <message>
        <source>{file} holds weights of more than {count} GB.</source>
        <translation>{file} enthält mehr als {count} GB Gewichte.</translation>
    </message>
    <message>
        <source>{file} holds zeros where weights should be ({size}): a failed copy.</source>
        <translation>{file} enthält Nullen, wo Gewichte sein sollten ({size}): eine missglückte Kopie.</translation>
    </message>
    <message>
        <source>{file} holds {size} of {whole}: the download or copy was cut off.</source>
        <translation>{file} enthält {size} von {whole}: Das Herunterladen oder Kopieren wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{file} is JSON text, not weights.</source>
        <translation>{file} ist JSON-Text, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is a Keras model; Detectron2&apos;s models are PyTorch&apos;s.</source>
        <translation>{file} ist ein Keras-Modell; Modelle von Detectron2 sind von PyTorch.</translation>
    </message>
    <message>
        <source>{file} is a TIFF file without a picture.</source>
        <translation>{file} ist eine TIFF-Datei ohne Bild.</translation>
    </message>
    <message>
        <source>{file} is a TorchScript program, not weights.</source>
        <translation>{file} ist ein TorchScript-Programm, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is a config, not weights.</source>
        <translation>{file} ist eine Konfiguration, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is a folder, and config and weights are two files.</source>
        <translation>{file} ist ein Ordner, und Konfiguration und Gewichte sind zwei Dateien.</translation>
    </message>
    <message>
        <source>{file} is a picture, not weights.</source>
        <translation>{file} ist ein Bild, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is a text of {size}, not weights.</source>
        <translation>{file} ist ein Text von {size}, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is a web page, not weights: the link is dead or asks for a login.</source>
        <translation>{file} ist eine Webseite, keine Gewichte: Der Link ist veraltet oder verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>{file} is a zip archive of other files, not a checkpoint.</source>
        <translation>{file} ist ein ZIP-Archiv mit anderen Dateien, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is a zip, and config and weights are two files.</source>
        <translation>{file} ist eine Zip-Datei, und Konfiguration und Gewichte sind zwei Dateien.</translation>
    </message>
    <message>
        <source>{file} is an ONNX model; this program reads PyTorch weights.</source>
        <translation>{file} ist ein ONNX-Modell; dieses Programm liest Gewichte von PyTorch.</translation>
    </message>
    <message>
        <source>{file} is an Office document, not weights.</source>
        <translation>{file} ist ein Office-Dokument, keine Gewichte.</translation>
    </message>
    <message>
        <source>{file} is being downloaded by another d2studio.</source>
        <translation>{file} wird gerade von einem anderen d2studio heruntergeladen.</translation>
    </message>
    <message>
        <source>{file} is damaged: {reason}.</source>
        <translation>{file} ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>{file} is empty (0 bytes).</source>
        <translation>{file} ist leer (0 Byte).</translation>
    </message>
    <message>
        <source>{file} is empty: the download failed.</source>
        <translation>{file} ist leer: Das Herunterladen ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>{file} is incomplete: {reason}.</source>
        <translation>{file} ist unvollständig: {reason}.</translation>
    </message>
    <message>
        <source>{file} is known as the weights of {model}, but its config is missing.</source>
        <translation>{file} ist als Gewichte von {model} bekannt, aber die Konfiguration fehlt.</translation>
    </message>
    <message>
        <source>{file} is not weights in any format that this program knows.</source>
        <translation>{file} enthält keine Gewichte in einem Format, das dieses Programm kennt.</translation>
    </message>
    <message>
        <source>{file} is not what was installed</source>
        <translation>{file} ist nicht mehr so, wie es installiert wurde</translation>
    </message>
    <message>
        <source>{file} is of version {number}; its settings were renamed to those of today</source>
        <translation>{file} hat Version {number}; die Einstellungen wurden auf heutige Namen gebracht</translation>
    </message>
    <message>
        <source>{file} is protected with a password.</source>
        <translation>{file} ist mit einem Passwort geschützt.</translation>
    </message>
    <message>
        <source>{file} is {kind}, not a page.</source>
        <translation>{file} ist {kind}, keine Seite.</translation>
    </message>
    <message>
        <source>{file} needs {size} MB, and {path} has only {whole} MB free.</source>
        <translation>{file} braucht {size} MB, und {path} hat nur {whole} MB frei.</translation>
    </message>
    <message>
        <source>{file} of the model in {path} is not what was installed: it is damaged, or was changed.</source>
        <translation>{file} des Modells in {path} ist nicht mehr so, wie es installiert wurde: beschädigt oder geändert.</translation>
    </message>
    <message>
        <source>{file}, page {number}</source>
        <translation>{file}, Seite {number}</translation>
    </message>
    <message>
        <source>{host} answers with {number}, and not with the file.</source>
        <translation>{host} antwortet mit {number} und nicht mit der Datei.</translation>
    </message>
    <message>
        <source>{host} asks for a login or a licence first ({number}).</source>
        <translation>{host} verlangt zuerst eine Anmeldung oder eine Lizenz ({number}).</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>{host} ist nicht erreichbar: {reason}.</translation>
    </message>
    <message>
        <source>{host} cannot prove that it is {name}: {reason}.</source>
        <translation>{host} kann nicht nachweisen, {name} zu sein: {reason}.</translation>
    </message>
    <message>
        <source>{host} does not answer.</source>
        <translation>{host} antwortet nicht.</translation>
    </message>
    <message>
        <source>{host} does not send the part of the file that was asked for.</source>
        <translation>{host} sendet nicht den Teil der Datei, der verlangt war.</translation>
    </message>
    <message>
        <source>{host} has a failure of its own ({number}).</source>
        <translation>{host} hat selbst einen Fehler ({number}).</translation>
    </message>
    <message>
        <source>{host} has another file there: its SHA-256 is {hash}, not {promised}.</source>
        <translation>{host} hat dort eine andere Datei: Ihr SHA-256 ist {hash}, nicht {promised}.</translation>
    </message>
    <message>
        <source>{host} has no such file any more ({number}).</source>
        <translation>{host} hat diese Datei nicht mehr ({number}).</translation>
    </message>
    <message>
        <source>{host} has stopped sending.</source>
        <translation>{host} sendet nichts mehr.</translation>
    </message>
    <message>
        <source>{host} is no name of a web server.</source>
        <translation>{host} ist kein Name eines Webservers.</translation>
    </message>
    <message>
        <source>{host} is not known here: there is no connection, or the name is wrong.</source>
        <translation>{host} ist hier nicht bekannt: Es gibt keine Verbindung, oder der Name ist falsch.</translation>
    </message>
    <message>
        <source>{host} is too busy ({number}).</source>
        <translation>{host} ist überlastet ({number}).</translation>
    </message>
    <message>
        <source>{host} redirects more than {count} times.</source>
        <translation>{host} leitet mehr als {count} Mal weiter.</translation>
    </message>
    <message>
        <source>{host} sends a web page instead of the file.</source>
        <translation>{host} sendet eine Webseite statt der Datei.</translation>
    </message>
    <message>
        <source>{host} sends hardly anything any more.</source>
        <translation>{host} sendet kaum noch etwas.</translation>
    </message>
    <message>
        <source>{host} sends the file packed ({name}), which was not asked for.</source>
        <translation>{host} sendet die Datei gepackt ({name}), was nicht verlangt war.</translation>
    </message>
    <message>
        <source>{host} stopped after {count} of {number} bytes.</source>
        <translation>{host} hörte nach {count} von {number} Byte auf.</translation>
    </message>
    <message>
        <source>{model}, trained on {pages} by {name}</source>
        <translation>{model}, von {name} auf {pages} trainiert</translation>
    </message>
    <message>
        <source>{name} cannot be exported: {file} is not what was installed.</source>
        <translation>{name} lässt sich nicht exportieren: {file} ist nicht mehr so, wie es installiert wurde.</translation>
    </message>
    <message>
        <source>{name} cannot be exported: {reason}</source>
        <translation>{name} lässt sich nicht exportieren: {reason}</translation>
    </message>
    <message>
        <source>{name} cannot be put back: it is not there any more.</source>
        <translation>{name} lässt sich nicht zurückholen: Es ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{name} in it has another size than when it was packed</source>
        <translation>{name} darin hat eine andere Größe als beim Packen</translation>
    </message>
    <message>
        <source>{name} in it is a link or a device</source>
        <translation>{name} darin ist ein Link oder ein Gerät</translation>
    </message>
    <message>
        <source>{name} in it is compressed, and in a pack nothing is</source>
        <translation>{name} darin ist komprimiert, und in einem Paket ist nichts komprimiert</translation>
    </message>
    <message>
        <source>{name} in it is cut off or damaged</source>
        <translation>{name} darin ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
        <source>{name} in it is damaged</source>
        <translation>{name} darin ist beschädigt</translation>
    </message>
    <message>
        <source>{name} in it is encrypted</source>
        <translation>{name} darin ist verschlüsselt</translation>
    </message>
    <message>
        <source>{name} in it is far too large</source>
        <translation>{name} darin ist viel zu groß</translation>
    </message>
    <message>
        <source>{name} in it is no name for a file in a folder</source>
        <translation>{name} darin ist kein Name für eine Datei in einem Ordner</translation>
    </message>
    <message>
        <source>{name} in it is no safetensors file, and a pack has no other weights</source>
        <translation>{name} darin ist keine safetensors-Datei, und andere Gewichte hat ein Paket nicht</translation>
    </message>
    <message>
        <source>{name} in it is not that of a model pack</source>
        <translation>{name} darin gehört zu keinem Modellpaket</translation>
    </message>
    <message>
        <source>{name} in it is not what was packed</source>
        <translation>{name} darin ist nicht, was gepackt wurde</translation>
    </message>
    <message>
        <source>{name} in it is not whole</source>
        <translation>{name} darin ist nicht vollständig</translation>
    </message>
    <message>
        <source>{name} in it is packed in an unusual way</source>
        <translation>{name} darin ist auf ungewöhnliche Weise gepackt</translation>
    </message>
    <message>
        <source>{name} in it is too large for what its name says</source>
        <translation>{name} darin ist zu groß für seinen Namen</translation>
    </message>
    <message>
        <source>{name} in it makes no sense</source>
        <translation>{name} darin ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>{name} in it would take {size} MB, packed into {whole} MB, and weights are not like that</source>
        <translation>{name} darin bräuchte {size} MB, gepackt in {whole} MB, und so sind Gewichte nicht</translation>
    </message>
    <message>
        <source>{name} is called like the config of {model}, but {reason}.</source>
        <translation>{name} heißt wie die Konfiguration von {model}, aber {reason}.</translation>
    </message>
    <message>
        <source>{name} is called like the weights of {model}, but {reason}.</source>
        <translation>{name} heißt wie die Gewichte von {model}, aber {reason}.</translation>
    </message>
    <message>
        <source>{name} is missing in it</source>
        <translation>{name} fehlt darin</translation>
    </message>
    <message>
        <source>{name} is not installed.</source>
        <translation>{name} ist nicht installiert.</translation>
    </message>
    <message>
        <source>{name} was damaged, and was repaired.</source>
        <translation>{name} war beschädigt und wurde repariert.</translation>
    </message>
    <message>
        <source>{name} was there already, and stays as it is.</source>
        <translation>{name} war schon da und bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>{name} was there already; its classes have the names of {file} now.</source>
        <translation>{name} war schon da; seine Klassen heißen jetzt, wie {file} es sagt.</translation>
    </message>
    <message>
        <source>{path} cannot be moved: {reason}.</source>
        <translation>{path} lässt sich nicht verschieben: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} lässt sich nicht schreiben: {reason}.</translation>
    </message>
    <message>
        <source>{path} holds a config ({names}) but no weights.</source>
        <translation>{path} enthält eine Konfiguration ({names}), aber keine Gewichte.</translation>
    </message>
    <message>
        <source>{path} holds more than {count} files, too many to look for a model in.</source>
        <translation>{path} enthält mehr als {count} Dateien, zu viele, um darin ein Modell zu suchen.</translation>
    </message>
    <message>
        <source>{path} holds no class names.</source>
        <translation>{path} enthält keine Klassennamen.</translation>
    </message>
    <message>
        <source>{path} holds no model that can be used. {reason}</source>
        <translation>{path} enthält kein Modell, das sich benutzen lässt. {reason}</translation>
    </message>
    <message>
        <source>{path} holds no model.</source>
        <translation>{path} enthält kein Modell.</translation>
    </message>
    <message>
        <source>{path} holds {count} configs: {names}.</source>
        <translation>{path} enthält {count} Konfigurationen: {names}.</translation>
    </message>
    <message>
        <source>{path} holds {count} weights files: {names}.</source>
        <translation>{path} enthält {count} Gewichtsdateien: {names}.</translation>
    </message>
    <message>
        <source>{path} is a device or a pipe.</source>
        <translation>{path} ist ein Gerät oder eine Pipe.</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{path} is missing.</source>
        <translation>{path} fehlt.</translation>
    </message>
    <message>
        <source>{path} is not JSON.</source>
        <translation>{path} ist kein JSON.</translation>
    </message>
    <message>
        <source>{path} is not JSON: {reason}.</source>
        <translation>{path} ist kein JSON: {reason}.</translation>
    </message>
    <message>
        <source>{path} is not a list of class names: {name} is followed by {value}.</source>
        <translation>{path} ist keine Liste von Klassennamen: Auf {name} folgt {value}.</translation>
    </message>
    <message>
        <source>{path} is not text in UTF-8.</source>
        <translation>{path} ist kein Text in UTF-8.</translation>
    </message>
    <message>
        <source>{path} is there already and is no model pack; nothing was written.</source>
        <translation>{path} ist schon da und ist kein Modellpaket; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>{path} is too large to be the {part}.</source>
        <translation>{path} ist zu groß: {part} erwartet.</translation>
    </message>
    <message>
        <source>{path} may not be read: permission denied.</source>
        <translation>{path} darf nicht gelesen werden: Zugriff verweigert.</translation>
    </message>
    <message>
        <source>{path}: nothing can be written there: {reason}.</source>
        <translation>{path}: Dort lässt sich nichts schreiben: {reason}.</translation>
    </message>
    <message>
        <source>{path}: the {part} cannot be read: {reason}.</source>
        <translation>{path}: {part} nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>{reason} All else fits: the config can be used if its number of classes is set to {count}.</source>
        <translation>{reason} Alles andere passt: Die Konfiguration ist brauchbar, wenn ihre Zahl der Klassen auf {count} gesetzt wird.</translation>
    </message>
    <message>
        <source>{reason} Another config is used.</source>
        <translation>{reason} Eine andere Konfiguration wird benutzt.</translation>
    </message>
    <message>
        <source>{reason} It asks to be left alone for {count} minutes.</source>
        <translation>{reason} Der Server bittet um {count} Minuten Ruhe.</translation>
    </message>
    <message>
        <source>{reason}; the newest by {file} is {name}</source>
        <translation>{reason}; die neueste nach {file} ist {name}</translation>
    </message>
</context>
<context>
    <name>FindingCard</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Enter shows the details, Delete dismisses it</source>
        <translation>Enter zeigt die Details, Entf schließt die Karte</translation>
    </message>
    <message>
        <source>Everything that is known; it can be selected and copied</source>
        <translation>Alles, was bekannt ist; es lässt sich auswählen und kopieren</translation>
    </message>
    <message>
        <source>Nothing more is known.</source>
        <translation>Mehr ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Show everything that is known, for whoever helps you</source>
        <translation>Alles zeigen, was bekannt ist, für alle, die helfen</translation>
    </message>
    <message>
        <source>The kind of trouble, its code, how often it was found, and when last</source>
        <translation>Die Art des Problems, sein Code, wie oft es auftrat und wann zuletzt</translation>
    </message>
    <message>
        <source>{button}: {what}</source>
        <translation>{button}: {what}</translation>
    </message>
    <message>
        <source>{severity}, {category}: {what}</source>
        <translation>{severity}, {category}: {what}</translation>
    </message>
    <message>
        <source>×{count}</source>
        <translation>×{count}</translation>
    </message>
</context>
<context>
    <name>InstallationBox</name>
    <message>
        <source>Give up</source>
        <translation>Aufgeben</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on where it was; what is here is not downloaded again</source>
        <translation>Dort fortsetzen, wo es stand; was hier ist, wird nicht noch einmal heruntergeladen</translation>
    </message>
    <message>
        <source>How much is here</source>
        <translation>Wie viel hier ist</translation>
    </message>
    <message>
        <source>How much of the model is here</source>
        <translation>Wie viel vom Modell hier ist</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop for now and keep what is here, also when d2studio ends</source>
        <translation>Vorerst anhalten und behalten, was hier ist, auch wenn d2studio beendet wird</translation>
    </message>
    <message>
        <source>Stop, and delete what has been downloaded</source>
        <translation>Stoppen und löschen, was schon heruntergeladen ist</translation>
    </message>
</context>
<context>
    <name>InstallationWords</name>
    <message>
        <source>Asking for the files</source>
        <translation>Dateien werden angefragt</translation>
    </message>
    <message>
        <source>Checking the files</source>
        <translation>Dateien werden geprüft</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Wird abgeschlossen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Paused at {size}</source>
        <translation>Pausiert bei {size}</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Reading the weights</source>
        <translation>Gewichte werden gelesen</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Wird entpackt</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Writing the model pack</source>
        <translation>Modellpaket wird geschrieben</translation>
    </message>
    <message>
        <source>Writing the weights</source>
        <translation>Gewichte werden geschrieben</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{host} asks to wait for {time}</source>
        <translation>{host} bittet um {time} Wartezeit</translation>
    </message>
    <message>
        <source>{size}, {time} left</source>
        <translation>{size}, noch {time}</translation>
    </message>
    <message>
        <source>{speed}/s from {host}</source>
        <translation>{speed}/s von {host}</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n Klasse</numerusform>
            <numerusform>%n Klassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Adding a model</source>
        <translation>Ein Modell wird hinzugefügt</translation>
    </message>
    <message>
        <source>Adding {name}</source>
        <translation>{name} wird hinzugefügt</translation>
    </message>
    <message>
        <source>Broken off: {reason}</source>
        <translation>Abgebrochen: {reason}</translation>
    </message>
    <message>
        <source>Checking a model</source>
        <translation>Ein Modell wird geprüft</translation>
    </message>
    <message>
        <source>Checking {name}</source>
        <translation>{name} wird geprüft</translation>
    </message>
    <message>
        <source>Comes with d2studio</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Downloaded already</source>
        <translation>Schon heruntergeladen</translation>
    </message>
    <message>
        <source>Exporting a model</source>
        <translation>Ein Modell wird exportiert</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} wird exportiert</translation>
    </message>
    <message>
        <source>Id: {id}</source>
        <translation>Id: {id}</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>LayoutParser or Detectron2 has downloaded it: it only has to be taken over.</source>
        <translation>LayoutParser oder Detectron2 hat es heruntergeladen: Es muss nur übernommen werden.</translation>
    </message>
    <message>
        <source>Looking through LayoutParser&apos;s and Detectron2&apos;s downloads</source>
        <translation>Downloads von LayoutParser und Detectron2 werden durchgesehen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Taking over a model</source>
        <translation>Ein Modell wird übernommen</translation>
    </message>
    <message>
        <source>Taking over {name}</source>
        <translation>{name} wird übernommen</translation>
    </message>
    <message>
        <source>The model cannot be saved.</source>
        <translation>Das Modell kann nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>The model was not saved: the disk is full.</source>
        <translation>Das Modell wurde nicht gespeichert: Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Waits for {host}, {time}</source>
        <translation>Wartet auf {host}, {time}</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>{model} was not added: the process that looks after models was ended.</source>
        <translation>{model} wurde nicht hinzugefügt: Der Prozess, der Modelle verwaltet, wurde beendet.</translation>
    </message>
    <message>
        <source>{model} was not checked: the process that looks after models was ended.</source>
        <translation>{model} wurde nicht geprüft: Der Prozess, der Modelle verwaltet, wurde beendet.</translation>
    </message>
    <message>
        <source>{model} was not exported: the process that looks after models was ended.</source>
        <translation>{model} wurde nicht exportiert: Der Prozess, der Modelle verwaltet, wurde beendet.</translation>
    </message>
    <message>
        <source>{model} was not installed: the process that looks after models was ended.</source>
        <translation>{model} wurde nicht installiert: Der Prozess, der Modelle verwaltet, wurde beendet.</translation>
    </message>
    <message>
        <source>{percent} % of {size}</source>
        <translation>{percent} % von {size}</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>%n model(s) installed</source>
        <translation>
            <numerusform>%n Modell installiert</numerusform>
            <numerusform>%n Modelle installiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking {name}, which will be kept in the model library</source>
        <translation>{name} wird geprüft und in die Modellsammlung aufgenommen</translation>
    </message>
    <message>
        <source>{model} is installed</source>
        <translation>{model} ist installiert</translation>
    </message>
    <message>
        <source>{model} was removed. {key} undoes it.</source>
        <translation>{model} wurde entfernt. {key} macht es rückgängig.</translation>
    </message>
    <message>
        <source>{name} was not added</source>
        <translation>{name} wurde nicht hinzugefügt</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>All files are whole</source>
        <translation>Alle Dateien sind heil</translation>
    </message>
    <message>
        <source>Can be installed</source>
        <translation>Installierbar</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht nutzbar</translation>
    </message>
    <message>
        <source>Change the names and colours of its classes</source>
        <translation>Namen und Farben der Klassen ändern</translation>
    </message>
    <message>
        <source>Check files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Choose a model in the list to see what it is.</source>
        <translation>Ein Modell in der Liste wählen, um zu sehen, was es ist.</translation>
    </message>
    <message>
        <source>Download the model and put it with the others</source>
        <translation>Das Modell herunterladen und zu den anderen legen</translation>
    </message>
    <message>
        <source>Edit classes…</source>
        <translation>Klassen bearbeiten…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Give the model another name</source>
        <translation>Dem Modell einen anderen Namen geben</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Install ({size})</source>
        <translation>Installieren ({size})</translation>
    </message>
    <message>
        <source>Install again</source>
        <translation>Neu installieren</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>It comes with d2studio.</source>
        <translation>Es ist mitgeliefert.</translation>
    </message>
    <message>
        <source>It is being installed</source>
        <translation>Es wird gerade installiert</translation>
    </message>
    <message>
        <source>It is here and can be used</source>
        <translation>Es ist hier und kann benutzt werden</translation>
    </message>
    <message>
        <source>It is not here yet</source>
        <translation>Es ist noch nicht hier</translation>
    </message>
    <message>
        <source>Its classes are not known</source>
        <translation>Seine Klassen sind nicht bekannt</translation>
    </message>
    <message>
        <source>LayoutParser or Detectron2 has downloaded this model: it can be taken over without another download. Should its files be damaged, install it instead.</source>
        <translation>LayoutParser oder Detectron2 hat dieses Modell heruntergeladen: Es kann ohne weiteren Download übernommen werden. Sind die Dateien beschädigt, kann es stattdessen installiert werden.</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Put it with the others, from the files that another program has downloaded; those stay</source>
        <translation>Es zu den anderen legen, aus den Dateien, die ein anderes Programm heruntergeladen hat; diese bleiben</translation>
    </message>
    <message>
        <source>Read its files again: are they as they were installed?</source>
        <translation>Seine Dateien noch einmal lesen: Sind sie so, wie sie installiert wurden?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the model and install it again.</source>
        <translation>Das Modell entfernen und neu installieren.</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Run this model on pages from now on</source>
        <translation>Seiten ab jetzt mit diesem Modell auswerten</translation>
    </message>
    <message>
        <source>Show the folder of its files</source>
        <translation>Den Ordner mit seinen Dateien zeigen</translation>
    </message>
    <message>
        <source>Something is wrong with its files</source>
        <translation>Mit seinen Dateien stimmt etwas nicht</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Take the model away; it can be put back until d2studio ends</source>
        <translation>Das Modell wegnehmen; bis d2studio endet, lässt es sich zurückholen</translation>
    </message>
    <message>
        <source>The model cannot be used: see above</source>
        <translation>Das Modell ist nicht nutzbar: siehe oben</translation>
    </message>
    <message>
        <source>The window runs this model</source>
        <translation>Das Fenster benutzt dieses Modell</translation>
    </message>
    <message>
        <source>The window runs this model already</source>
        <translation>Das Fenster benutzt dieses Modell schon</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Benutzen</translation>
    </message>
    <message>
        <source>Write it into one file, for another computer</source>
        <translation>Es in eine einzige Datei schreiben, für einen anderen Computer</translation>
    </message>
</context>
<context>
    <name>LibraryList</name>
    <message>
        <source>Clears what was searched for</source>
        <translation>Löscht, wonach gesucht wurde</translation>
    </message>
    <message>
        <source>Install one of the models below, or drop a config with its weights, a folder or a zip here.</source>
        <translation>Eines der Modelle unten installieren, oder eine Konfiguration mit ihren Gewichten, einen Ordner oder ein ZIP hierher ziehen.</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <source>No model has to do with “{text}”.</source>
        <translation>Kein Modell hat mit „{text}“ zu tun.</translation>
    </message>
    <message>
        <source>Show all models</source>
        <translation>Alle Modelle zeigen</translation>
    </message>
    <message>
        <source>There are no models. Drop a config with its weights here.</source>
        <translation>Es gibt keine Modelle. Eine Konfiguration mit ihren Gewichten hierher ziehen.</translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message numerus="yes">
        <source>%n model(s) found, which can be taken over</source>
        <translation>
            <numerusform>%n Modell gefunden, das übernommen werden kann</numerusform>
            <numerusform>%n Modelle gefunden, die übernommen werden können</numerusform>
        </translation>
    </message>
    <message>
        <source>Export {model}</source>
        <translation>{model} exportieren</translation>
    </message>
    <message>
        <source>Install {model}</source>
        <translation>{model} installieren</translation>
    </message>
    <message>
        <source>LayoutParser and Detectron2 have downloaded no models here.</source>
        <translation>LayoutParser und Detectron2 haben hier keine Modelle heruntergeladen.</translation>
    </message>
    <message>
        <source>Model packs</source>
        <translation>Modellpakete</translation>
    </message>
    <message>
        <source>Model packs and zips</source>
        <translation>Modellpakete und ZIP-Archive</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>{name} gespeichert</translation>
    </message>
    <message>
        <source>Take over a model&apos;s folder</source>
        <translation>Modellordner übernehmen</translation>
    </message>
    <message>
        <source>Take over a zip or a model pack</source>
        <translation>ZIP oder Modellpaket übernehmen</translation>
    </message>
    <message>
        <source>d2studio-layout (built in)</source>
        <translation>d2studio-layout (mitgeliefert)</translation>
    </message>
    <message>
        <source>{name} is no model.</source>
        <translation>{name} ist kein Modell.</translation>
    </message>
</context>
<context>
    <name>LibraryRows</name>
    <message>
        <source>Can be installed</source>
        <translation>Installierbar</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>On their way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message numerus="yes">
        <source>%n model(s), {used} on disk</source>
        <translation>
            <numerusform>%n Modell, {used} belegt</numerusform>
            <numerusform>%n Modelle, {used} belegt</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Add a model that you have; it can be dropped on this window as well</source>
        <translation>Ein vorhandenes Modell hinzufügen; es lässt sich auch auf dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>Choose a config (.yaml) and its weights (.pth, .pkl, .safetensors)</source>
        <translation>Eine Konfiguration (.yaml) und ihre Gewichte wählen (.pth, .pkl, .safetensors)</translation>
    </message>
    <message>
        <source>Choose a folder with a config and its weights in it</source>
        <translation>Einen Ordner wählen, der eine Konfiguration und ihre Gewichte enthält</translation>
    </message>
    <message>
        <source>Choose a zip with a model in it, or a model pack (.d2pack)</source>
        <translation>Ein ZIP mit einem Modell darin oder ein Modellpaket (.d2pack) wählen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this window; downloads go on</source>
        <translation>Dieses Fenster schließen; Downloads gehen weiter</translation>
    </message>
    <message>
        <source>Config and weights…</source>
        <translation>Konfiguration und Gewichte…</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Modell suchen</translation>
    </message>
    <message>
        <source>Find a model by name, data set or class</source>
        <translation>Modell nach Name, Datensatz oder Klasse suchen</translation>
    </message>
    <message>
        <source>From LayoutParser&apos;s and Detectron2&apos;s downloads</source>
        <translation>Aus Downloads von LayoutParser und Detectron2</translation>
    </message>
    <message>
        <source>Look for models that these programs have downloaded</source>
        <translation>Nach Modellen suchen, die diese Programme heruntergeladen haben</translation>
    </message>
    <message>
        <source>Model folder…</source>
        <translation>Modellordner…</translation>
    </message>
    <message>
        <source>Model library</source>
        <translation>Modellsammlung</translation>
    </message>
    <message>
        <source>No models added yet</source>
        <translation>Noch keine Modelle hinzugefügt</translation>
    </message>
    <message>
        <source>Open models folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>Show the folder that the installed models lie in</source>
        <translation>Den Ordner zeigen, in dem die installierten Modelle liegen</translation>
    </message>
    <message>
        <source>Shows only models that have these words in their names, data set, architecture, classes, training or licence; LayoutParser&apos;s names, too. {keys} comes here, Enter goes to the models.</source>
        <translation>Zeigt nur Modelle mit diesen Wörtern in Name, Datensatz, Architektur, Klassen, Training oder Lizenz; auch mit den Namen von LayoutParser. {keys} führt hierher, Enter zu den Modellen.</translation>
    </message>
    <message>
        <source>Zip or model pack…</source>
        <translation>ZIP oder Modellpaket…</translation>
    </message>
    <message>
        <source>{models}; {free} free</source>
        <translation>{models}; {free} frei</translation>
    </message>
</context>
<context>
    <name>LibraryWorkLine</name>
    <message>
        <source>How far this stage is</source>
        <translation>Wie weit dieser Schritt ist</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Stops this; the models that are here stay as they are</source>
        <translation>Stoppt dies; die Modelle, die hier sind, bleiben, wie sie sind</translation>
    </message>
</context>
<context>
    <name>LimitsSection</name>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>Zugeklappt</translation>
    </message>
    <message>
        <source>Hide regions that overlap better ones, or all but the best.</source>
        <translation>Regionen ausblenden, die bessere überlappen, oder alle außer den besten.</translation>
    </message>
    <message>
        <source>Hide the weaker of two that overlap more than this, whatever their classes: shared area as a part of what both cover together.</source>
        <translation>Von zweien, die sich stärker überlappen, den schwächeren ausblenden, gleich welcher Klasse: gemeinsame Fläche als Teil dessen, was beide zusammen bedecken.</translation>
    </message>
    <message>
        <source>Hide what lies inside a better one by more than this part of its own area.</source>
        <translation>Ausblenden, was zu einem größeren Teil als diesem in einem besseren liegt.</translation>
    </message>
    <message>
        <source>Inside above</source>
        <translation>Enthalten ab</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aufgeklappt</translation>
    </message>
    <message>
        <source>Overlap above</source>
        <translation>Überlappung ab</translation>
    </message>
    <message>
        <source>Overlap and limits</source>
        <translation>Überlappung und Grenzen</translation>
    </message>
    <message>
        <source>Show no more than this many, the best first.</source>
        <translation>Nicht mehr als so viele zeigen, die besten zuerst.</translation>
    </message>
    <message>
        <source>{title} ({count} on)</source>
        <translation>{title} ({count} aktiv)</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the lines that are selected, or else all that are shown</source>
        <translation>Die ausgewählten oder sonst alle gezeigten Zeilen kopieren</translation>
    </message>
    <message>
        <source>Copy the log</source>
        <translation>Protokoll kopieren</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Hide lines that are less grave</source>
        <translation>Weniger schwere Zeilen ausblenden</translation>
    </message>
    <message>
        <source>Information and worse</source>
        <translation>Informationen und Schwereres</translation>
    </message>
    <message>
        <source>Lines of the log</source>
        <translation>Zeilen des Protokolls</translation>
    </message>
    <message>
        <source>Lines to show</source>
        <translation>Gezeigte Zeilen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Nothing has been logged yet.</source>
        <translation>Noch nichts protokolliert.</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Open the folder in which the log is kept</source>
        <translation>Den Ordner öffnen, in dem das Protokoll liegt</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>What d2studio did lately; it can be selected and copied</source>
        <translation>Was d2studio zuletzt getan hat; es lässt sich auswählen und kopieren</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>Copied %n region(s)</source>
        <translation>
            <numerusform>%n Region kopiert</numerusform>
            <numerusform>%n Regionen kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Detections</source>
        <translation>Funde</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Diagnostics and log</source>
        <translation>Diagnose und Protokoll</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Anzeige</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Main tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Benutztes Modell</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pixels of the screen for a pixel of the page</source>
        <translation>Pixel des Bildschirms für ein Pixel der Seite</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>The model in use; press to choose another</source>
        <translation>Das benutzte Modell; drücken, um ein anderes zu wählen</translation>
    </message>
</context>
<context>
    <name>ModelChange</name>
    <message>
        <source>Input is now {now} (was {before}).</source>
        <translation>Eingabe jetzt {now} (vorher {before}).</translation>
    </message>
    <message>
        <source>Regions per page: now at most {now} (was {before}).</source>
        <translation>Regionen je Seite: jetzt höchstens {now} (vorher {before}).</translation>
    </message>
    <message>
        <source>The model now runs on {now} (was {before}).</source>
        <translation>Das Modell läuft jetzt auf {now} (vorher {before}).</translation>
    </message>
    <message>
        <source>the page&apos;s own size</source>
        <translation>wie die Seite groß ist</translation>
    </message>
    <message>
        <source>{side} px</source>
        <translation>{side} px</translation>
    </message>
</context>
<context>
    <name>ModelCheck</name>
    <message>
        <source>Checking the model</source>
        <translation>Das Modell wird geprüft</translation>
    </message>
    <message>
        <source>{name} cannot be used</source>
        <translation>{name} kann nicht verwendet werden</translation>
    </message>
</context>
<context>
    <name>ModelChoices</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>At most, the best first</source>
        <translation>Höchstens so viele, die besten zuerst</translation>
    </message>
    <message>
        <source>At most; a long page is made smaller until it fits</source>
        <translation>Höchstens; eine lange Seite wird verkleinert, bis sie passt</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Automatic: {name}</source>
        <translation>Automatisch: {name}</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Find as many regions on a page as the model&apos;s config allows</source>
        <translation>So viele Regionen je Seite finden, wie die Konfiguration des Modells erlaubt</translation>
    </message>
    <message>
        <source>How exactly the model computes: float32 is exact, 16 bits are faster where the device has them</source>
        <translation>Wie genau das Modell rechnet: float32 ist genau, 16 Bit sind schneller, falls das Gerät sie hat</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>Model&apos;s own input size</source>
        <translation>Eingabegröße des Modells</translation>
    </message>
    <message>
        <source>Model&apos;s own limit</source>
        <translation>Grenze des Modells</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Regions per page</source>
        <translation>Regionen je Seite</translation>
    </message>
    <message>
        <source>Resize pages as the model&apos;s config says; a larger size finds smaller things and takes longer</source>
        <translation>Seiten auf die Größe aus der Konfiguration des Modells bringen; mehr findet kleinere Dinge und dauert länger</translation>
    </message>
    <message>
        <source>Shorter side</source>
        <translation>Kürzere Seite</translation>
    </message>
    <message>
        <source>To which pages are resized</source>
        <translation>Auf so viel werden Seiten gebracht</translation>
    </message>
    <message>
        <source>What the model computes on; another one loads the model anew</source>
        <translation>Worauf das Modell rechnet; bei einem anderen wird das Modell neu geladen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>as the page is</source>
        <translation>wie die Seite</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>{device}, {free} free of {total}</source>
        <translation>{device}, {free} von {total} frei</translation>
    </message>
    <message>
        <source>{name} (not found here)</source>
        <translation>{name} (hier nicht gefunden)</translation>
    </message>
    <message>
        <source>{name} (runs as float32 here)</source>
        <translation>{name} (läuft hier als float32)</translation>
    </message>
    <message>
        <source>{name}: {description}</source>
        <translation>{name}: {description}</translation>
    </message>
</context>
<context>
    <name>ModelCommands</name>
    <message>
        <source>Open a model&apos;s folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>The built-in model is in use</source>
        <translation>Das mitgelieferte Modell ist in Gebrauch</translation>
    </message>
    <message>
        <source>{words} {key} undoes it.</source>
        <translation>{words} {key} macht es rückgängig.</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Findet</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Number of classes</source>
        <translation>Anzahl der Klassen</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Weights file</source>
        <translation>Gewichtsdatei</translation>
    </message>
    <message>
        <source>areas of each kind</source>
        <translation>Flächen jeder Art</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>keypoints</source>
        <translation>Schlüsselpunkte</translation>
    </message>
    <message>
        <source>outlines</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <source>pages as large as they are</source>
        <translation>Seiten in ihrer eigenen Größe</translation>
    </message>
    <message>
        <source>shorter side {shorter} px, longest side at most {longest} px</source>
        <translation>kürzere Seite {shorter} px, längste Seite höchstens {longest} px</translation>
    </message>
    <message>
        <source>{config} in the config, {weights} in the weights</source>
        <translation>{config} in der Konfiguration, {weights} in den Gewichten</translation>
    </message>
    <message>
        <source>{count} million</source>
        <translation>{count} Millionen</translation>
    </message>
    <message>
        <source>{count}, whose names are not known</source>
        <translation>{count}, deren Namen nicht bekannt sind</translation>
    </message>
    <message>
        <source>{order} channels</source>
        <translation>Kanäle {order}</translation>
    </message>
</context>
<context>
    <name>ModelFilesDialog</name>
    <message>
        <source>&amp;Config</source>
        <translation>&amp;Konfiguration</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>&amp;Gewichte</translation>
    </message>
    <message>
        <source>A .yaml file, a folder, or a name such as lp://…</source>
        <translation>Eine .yaml-Datei, ein Ordner oder ein Name wie lp://…</translation>
    </message>
    <message>
        <source>A .yaml file, a model&apos;s folder, or a name such as {name}</source>
        <translation>Eine .yaml-Datei, ein Modellordner oder ein Name wie {name}</translation>
    </message>
    <message>
        <source>A .yaml file, or a folder</source>
        <translation>Eine .yaml-Datei oder ein Ordner</translation>
    </message>
    <message>
        <source>A .yaml file, or a model&apos;s folder</source>
        <translation>Eine .yaml-Datei oder ein Modellordner</translation>
    </message>
    <message>
        <source>A folder: the config and the weights in it are used.</source>
        <translation>Ein Ordner: Konfiguration und Gewichte darin werden benutzt.</translation>
    </message>
    <message>
        <source>A model is two files: a config, which says how it is built, and its weights. A folder with both will do as well.</source>
        <translation>Ein Modell besteht aus zwei Dateien: einer Konfiguration, die sagt, wie es gebaut ist, und seinen Gewichten. Ein Ordner mit beiden geht auch.</translation>
    </message>
    <message>
        <source>A model is two files: a config, which says how it is built, and its weights. A folder with both, or the name of a model, will do as well.</source>
        <translation>Ein Modell besteht aus zwei Dateien: einer Konfiguration, die sagt, wie es gebaut ist, und seinen Gewichten. Ein Ordner mit beiden oder der Name eines Modells geht auch.</translation>
    </message>
    <message>
        <source>A zip or a model pack is checked when it is added to the model library.</source>
        <translation>Ein Zip oder Modellpaket wird geprüft, wenn es in die Modellsammlung aufgenommen wird.</translation>
    </message>
    <message>
        <source>Choose config</source>
        <translation>Konfiguration wählen</translation>
    </message>
    <message>
        <source>Choose weights</source>
        <translation>Gewichte wählen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Configs</source>
        <translation>Konfigurationen</translation>
    </message>
    <message>
        <source>Look for the file</source>
        <translation>Die Datei suchen</translation>
    </message>
    <message>
        <source>The weights of this config: .pth, .pkl or .safetensors</source>
        <translation>Die Gewichte dazu: .pth, .pkl oder .safetensors</translation>
    </message>
    <message>
        <source>There is no file or folder of this name.</source>
        <translation>Es gibt keine Datei und keinen Ordner dieses Namens.</translation>
    </message>
    <message>
        <source>There is no file with these weights.</source>
        <translation>Es gibt keine Datei mit diesen Gewichten.</translation>
    </message>
    <message>
        <source>There is no file, folder or model of this name.</source>
        <translation>Es gibt keine Datei, keinen Ordner und kein Modell dieses Namens.</translation>
    </message>
    <message>
        <source>This model can be installed: nothing is downloaded before you agree.</source>
        <translation>Dieses Modell lässt sich installieren: Ohne Zustimmung wird nichts heruntergeladen.</translation>
    </message>
    <message>
        <source>This model is installed, with its weights.</source>
        <translation>Dieses Modell ist installiert, mit seinen Gewichten.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
</context>
<context>
    <name>ModelPanel</name>
    <message>
        <source>About this model</source>
        <translation>Über dieses Modell</translation>
    </message>
    <message>
        <source>Another model was asked for and is not in use</source>
        <translation>Ein anderes Modell wurde verlangt und ist nicht in Gebrauch</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Give the model&apos;s memory back; it is loaded again when it is needed</source>
        <translation>Den Speicher des Modells freigeben; bei Bedarf wird es wieder geladen</translation>
    </message>
    <message>
        <source>How it runs</source>
        <translation>Wie es läuft</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Model process: {size}</source>
        <translation>Modellprozess: {size}</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Kein Modell ist geladen.</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>Nicht geöffnet</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>Das Modell ist nicht nutzbar</translation>
    </message>
    <message>
        <source>The model could not be loaded.</source>
        <translation>Das Modell konnte nicht geladen werden.</translation>
    </message>
    <message>
        <source>The model is being loaded</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>Unload the model</source>
        <translation>Modell entladen</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
    </message>
</context>
<context>
    <name>ModelPresenter</name>
    <message>
        <source>Loading a model</source>
        <translation>Ein Modell wird geladen</translation>
    </message>
    <message>
        <source>Model: {stage}</source>
        <translation>Modell: {stage}</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird gestoppt</translation>
    </message>
    <message>
        <source>The built-in model</source>
        <translation>Das mitgelieferte Modell</translation>
    </message>
    <message>
        <source>{config} with {weights}</source>
        <translation>{config} mit {weights}</translation>
    </message>
    <message>
        <source>{files}: {reason} {model} stays in use.</source>
        <translation>{files}: {reason} {model} bleibt in Gebrauch.</translation>
    </message>
    <message>
        <source>{model} ({place})</source>
        <translation>{model} ({place})</translation>
    </message>
    <message>
        <source>{model} on {device}, {precision}</source>
        <translation>{model} auf {device}, {precision}</translation>
    </message>
    <message>
        <source>{model} runs as before. It was not loaded otherwise: {reason}</source>
        <translation>{model} läuft wie zuvor. Anders wurde es nicht geladen: {reason}</translation>
    </message>
</context>
<context>
    <name>ModelReasons</name>
    <message>
        <source>Hide the list</source>
        <translation>Liste ausblenden</translation>
    </message>
    <message>
        <source>It can be selected and copied</source>
        <translation>Es lässt sich auswählen und kopieren</translation>
    </message>
    <message>
        <source>List every part of the network that does not fit, for whoever helps you</source>
        <translation>Jeden Teil des Netzes auflisten, der nicht passt, für alle, die helfen</translation>
    </message>
    <message numerus="yes">
        <source>List the %n part(s) that do not fit</source>
        <translation>
            <numerusform>Den %n Teil auflisten, der nicht passt</numerusform>
            <numerusform>Die %n Teile auflisten, die nicht passen</numerusform>
        </translation>
    </message>
    <message>
        <source>Parts that do not fit</source>
        <translation>Teile, die nicht passen</translation>
    </message>
</context>
<context>
    <name>ModelVerdict</name>
    <message>
        <source>Add the model to the library with as many classes as its weights have</source>
        <translation>Das Modell mit so vielen Klassen in die Modellsammlung aufnehmen, wie seine Gewichte haben</translation>
    </message>
    <message>
        <source>Add the model to the library with class names from a text or JSON file</source>
        <translation>Das Modell mit Klassennamen aus einer Text- oder JSON-Datei in die Modellsammlung aufnehmen</translation>
    </message>
    <message>
        <source>Add to the library</source>
        <translation>In die Modellsammlung</translation>
    </message>
    <message>
        <source>Check of {model}</source>
        <translation>Prüfung von {model}</translation>
    </message>
    <message>
        <source>Choose other files…</source>
        <translation>Andere Dateien wählen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Find regions with this model from now on</source>
        <translation>Regionen ab jetzt mit diesem Modell finden</translation>
    </message>
    <message>
        <source>Go back; the model in use stays as it is</source>
        <translation>Zurück; das benutzte Modell bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Keep a copy among the installed models; the files stay where they are</source>
        <translation>Eine Kopie zu den installierten Modellen legen; die Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>Names from a file…</source>
        <translation>Namen aus Datei…</translation>
    </message>
    <message>
        <source>Only the number of classes differs between the config and the weights; all else fits.</source>
        <translation>Konfiguration und Gewichte haben nur verschieden viele Klassen; alles andere passt.</translation>
    </message>
    <message>
        <source>The config and the weights belong together: the model can be used.</source>
        <translation>Konfiguration und Gewichte gehören zusammen: Das Modell kann benutzt werden.</translation>
    </message>
    <message>
        <source>The config and the weights belong together: the model can be used. Read this first:</source>
        <translation>Konfiguration und Gewichte gehören zusammen: Das Modell kann benutzt werden. Erst dies lesen:</translation>
    </message>
    <message>
        <source>The config and the weights do not belong together: the model cannot be used.</source>
        <translation>Konfiguration und Gewichte gehören nicht zusammen: Das Modell kann nicht benutzt werden.</translation>
    </message>
    <message>
        <source>The config and the weights were not compared.</source>
        <translation>Konfiguration und Gewichte wurden nicht verglichen.</translation>
    </message>
    <message>
        <source>Try another config or other weights; what is right can stay</source>
        <translation>Eine andere Konfiguration oder andere Gewichte versuchen; was stimmt, kann bleiben</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>Jetzt benutzen</translation>
    </message>
    <message numerus="yes">
        <source>Use the weights&apos; %n class(es)</source>
        <translation>
            <numerusform>%n Klasse der Gewichte benutzen</numerusform>
            <numerusform>%n Klassen der Gewichte benutzen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NothingShownLine</name>
    <message numerus="yes">
        <source>%n found, but of classes that are switched off.</source>
        <translation>
            <numerusform>%n gefunden, aber von einer ausgeschalteten Klasse.</numerusform>
            <numerusform>%n gefunden, aber von ausgeschalteten Klassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more of classes that are switched off.</source>
        <translation>
            <numerusform>%n weiterer von einer ausgeschalteten Klasse.</numerusform>
            <numerusform>%n weitere von ausgeschalteten Klassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>At most 0 are shown.</source>
        <translation>Höchstens 0 werden gezeigt.</translation>
    </message>
    <message>
        <source>Change the rules so that something is shown.</source>
        <translation>Die Regeln so ändern, dass etwas gezeigt wird.</translation>
    </message>
    <message>
        <source>Lower its class to {threshold}</source>
        <translation>Diese Klasse auf {threshold} senken</translation>
    </message>
    <message>
        <source>Lower to {threshold}</source>
        <translation>Auf {threshold} senken</translation>
    </message>
    <message>
        <source>Nothing was found on this page.</source>
        <translation>Auf dieser Seite wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>Remove the limit</source>
        <translation>Grenze aufheben</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>Alle Klassen zeigen</translation>
    </message>
    <message>
        <source>Show all classes, lower to {threshold}</source>
        <translation>Alle Klassen zeigen, auf {threshold} senken</translation>
    </message>
    <message>
        <source>The best score is {best} ({name}), below the {threshold} of its class.</source>
        <translation>Der beste Score ist {best} ({name}), unter den {threshold} seiner Klasse.</translation>
    </message>
    <message>
        <source>The best score is {best}, below {threshold}.</source>
        <translation>Der beste Score ist {best}, unter {threshold}.</translation>
    </message>
</context>
<context>
    <name>PageCommands</name>
    <message>
        <source>Open a folder of pages</source>
        <translation>Ordner mit Seiten öffnen</translation>
    </message>
    <message>
        <source>Pages are not fetched from the web.</source>
        <translation>Seiten werden nicht aus dem Web geholt.</translation>
    </message>
    <message>
        <source>Save the page as a file, and open that.</source>
        <translation>Die Seite als Datei speichern und diese öffnen.</translation>
    </message>
    <message>
        <source>The pasted picture cannot be kept.</source>
        <translation>Das eingefügte Bild kann nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>The picture cannot be taken over.</source>
        <translation>Das Bild kann nicht übernommen werden.</translation>
    </message>
    <message>
        <source>There is no page to paste: neither files nor a picture.</source>
        <translation>Es gibt keine Seite zum Einfügen: weder Dateien noch ein Bild.</translation>
    </message>
</context>
<context>
    <name>PageFilterLine</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Filter pages by file name</source>
        <translation>Seiten nach Dateinamen filtern</translation>
    </message>
    <message>
        <source>Filter pages by state</source>
        <translation>Seiten nach Zustand filtern</translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation>Filtern…</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Mit Funden</translation>
    </message>
    <message>
        <source>Not run</source>
        <translation>Nicht ausgewertet</translation>
    </message>
    <message>
        <source>Shows only pages in this state. Not run has those under way, Failed those that need a password.</source>
        <translation>Zeigt nur Seiten in diesem Zustand. Laufende zählen als nicht ausgewertet, solche mit Passwort als fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Shows only pages whose file name contains this. Enter goes to the pages.</source>
        <translation>Zeigt nur Seiten, deren Dateiname dies enthält. Enter führt zu den Seiten.</translation>
    </message>
</context>
<context>
    <name>PageListModel</name>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n Region</numerusform>
            <numerusform>%n Regionen</numerusform>
        </translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Not run</source>
        <translation>Nicht ausgewertet</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Nothing shown</source>
        <translation>Nichts gezeigt</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>Seite {number} von {count}</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>Passwort nötig</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>{name} page {number} of {count}, {state}</source>
        <translation>{name}, Seite {number} von {count}, {state}</translation>
    </message>
    <message>
        <source>{name}, page {number}</source>
        <translation>{name}, Seite {number}</translation>
    </message>
    <message>
        <source>{name}, {state}</source>
        <translation>{name}, {state}</translation>
    </message>
    <message>
        <source>{state}: {message}</source>
        <translation>{state}: {message}</translation>
    </message>
</context>
<context>
    <name>PageMessage</name>
    <message>
        <source>Decoding</source>
        <translation>Wird dekodiert</translation>
    </message>
    <message>
        <source>Drop pictures, PDF files or folders here, or paste a picture.</source>
        <translation>Bilder, PDF-Dateien oder Ordner hierher ziehen oder ein Bild einfügen.</translation>
    </message>
    <message>
        <source>Enter the password</source>
        <translation>Passwort eingeben</translation>
    </message>
    <message>
        <source>Its pages can be seen with it.</source>
        <translation>Mit dem Passwort sind die Seiten zu sehen.</translation>
    </message>
    <message>
        <source>Making smaller copies</source>
        <translation>Kleinere Kopien werden erstellt</translation>
    </message>
    <message>
        <source>No page is open</source>
        <translation>Keine Seite ist offen</translation>
    </message>
    <message>
        <source>Opening the file</source>
        <translation>Datei wird geöffnet</translation>
    </message>
    <message>
        <source>Opening the page</source>
        <translation>Seite wird geöffnet</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>This file is protected with a password</source>
        <translation>Diese Datei ist mit einem Passwort geschützt</translation>
    </message>
    <message>
        <source>This page cannot be shown</source>
        <translation>Diese Seite kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>This page was not opened.</source>
        <translation>Diese Seite wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>building the model</source>
        <translation>Modell aufbauen</translation>
    </message>
    <message>
        <source>colouring the map</source>
        <translation>Karte färben</translation>
    </message>
    <message>
        <source>drawing outlines</source>
        <translation>Umrisse zeichnen</translation>
    </message>
    <message>
        <source>finishing</source>
        <translation>abschließen</translation>
    </message>
    <message>
        <source>judging regions</source>
        <translation>Regionen beurteilen</translation>
    </message>
    <message>
        <source>loading PyTorch</source>
        <translation>PyTorch laden</translation>
    </message>
    <message>
        <source>looking at the page</source>
        <translation>Seite ansehen</translation>
    </message>
    <message>
        <source>preparing the page</source>
        <translation>Seite vorbereiten</translation>
    </message>
    <message>
        <source>proposing regions</source>
        <translation>Regionen vorschlagen</translation>
    </message>
    <message>
        <source>reading the config</source>
        <translation>Konfiguration lesen</translation>
    </message>
    <message>
        <source>reading the weights</source>
        <translation>Gewichte lesen</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>starten</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{stage}, {time}</source>
        <translation>{stage}, {time}</translation>
    </message>
</context>
<context>
    <name>PagePresenter</name>
    <message numerus="yes">
        <source>Done: %n page(s)</source>
        <translation>
            <numerusform>Fertig: %n Seite</numerusform>
            <numerusform>Fertig: %n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for pages</source>
        <translation>Seiten werden gesucht</translation>
    </message>
    <message numerus="yes">
        <source>Stopped: {done} of %n page(s)</source>
        <translation>
            <numerusform>Gestoppt: {done} von %n Seite</numerusform>
            <numerusform>Gestoppt: {done} von %n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>{outcome}, {count} failed</source>
        <translation>{outcome}, {count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{page} - d2studio</source>
        <translation>{page} - d2studio</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>{seconds} s · {shown} shown of {total}</source>
        <translation>{seconds} s · {shown} von {total} gezeigt</translation>
    </message>
</context>
<context>
    <name>PageRowDelegate</name>
    <message>
        <source>Page {number}</source>
        <translation>Seite {number}</translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n Seite</numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Clears the filter.</source>
        <translation>Leert den Filter.</translation>
    </message>
    <message>
        <source>Closes the selected pages. Their files stay.</source>
        <translation>Schließt die ausgewählten Seiten. Ihre Dateien bleiben.</translation>
    </message>
    <message>
        <source>Finds the regions of the selected pages.</source>
        <translation>Findet die Regionen der ausgewählten Seiten.</translation>
    </message>
    <message>
        <source>Looking for pages</source>
        <translation>Seiten werden gesucht</translation>
    </message>
    <message>
        <source>No page fits the filter.</source>
        <translation>Keine Seite passt zum Filter.</translation>
    </message>
    <message>
        <source>No pages. Drop files here or press {keys}.</source>
        <translation>Keine Seiten. Dateien hierher ziehen oder {keys} drücken.</translation>
    </message>
    <message>
        <source>Opens the folder that the page&apos;s file is in.</source>
        <translation>Öffnet den Ordner, in dem die Datei der Seite liegt.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Alle Seiten zeigen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>The pages that are open. Select one to look at it.</source>
        <translation>Die offenen Seiten. Eine auswählen, um sie anzusehen.</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>&amp;Show the password</source>
        <translation>Passwort &amp;zeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show the letters of the password</source>
        <translation>Die Zeichen des Passworts zeigen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>That password did not open the file.</source>
        <translation>Dieses Passwort hat die Datei nicht geöffnet.</translation>
    </message>
    <message>
        <source>The password is used for this file and not kept.</source>
        <translation>Das Passwort gilt für diese Datei und wird nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>{name} is protected. Its password:</source>
        <translation>{name} ist geschützt. Passwort:</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>A sample page, marked by the built-in model.</source>
        <translation>Beispielseite, vom mitgelieferten Modell markiert.</translation>
    </message>
    <message>
        <source>Move the threshold to see more or less.</source>
        <translation>Schwelle bewegen: mehr oder weniger sehen.</translation>
    </message>
    <message>
        <source>Open pages (Ctrl+O), or drop them here.</source>
        <translation>Seiten öffnen (Strg+O) oder hierher ziehen.</translation>
    </message>
    <message>
        <source>Press ? for all keys.</source>
        <translation>Alle Tasten: ? drücken.</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>below the threshold</source>
        <translation>unter der Schwelle</translation>
    </message>
    <message>
        <source>below the threshold {threshold}</source>
        <translation>unter der Schwelle {threshold}</translation>
    </message>
    <message>
        <source>enough better ones are shown</source>
        <translation>genug bessere werden gezeigt</translation>
    </message>
    <message>
        <source>inside {better}</source>
        <translation>liegt in {better}</translation>
    </message>
    <message>
        <source>its class is switched off</source>
        <translation>die Klasse ist ausgeschaltet</translation>
    </message>
    <message>
        <source>overlaps {better}</source>
        <translation>überlappt {better}</translation>
    </message>
</context>
<context>
    <name>RegionModel</name>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Area of the box in square pixels</source>
        <translation>Fläche des Rahmens in Quadratpixeln</translation>
    </message>
    <message>
        <source>Area px</source>
        <translation>Fläche px</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>How sure the model is, from 0 to 1</source>
        <translation>Wie sicher das Modell ist, von 0 bis 1</translation>
    </message>
    <message>
        <source>Left edge, in pixels from the left edge of the page</source>
        <translation>Linke Kante, in Pixeln vom linken Rand der Seite</translation>
    </message>
    <message>
        <source>Page %</source>
        <translation>Seite %</translation>
    </message>
    <message>
        <source>Place by score, best first</source>
        <translation>Platz nach Score, der beste zuerst</translation>
    </message>
    <message>
        <source>Place in the order of reading</source>
        <translation>Platz in der Lesereihenfolge</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Share of the page that the box covers, in percent</source>
        <translation>Anteil der Seite, den der Rahmen bedeckt, in Prozent</translation>
    </message>
    <message>
        <source>Top edge, in pixels from the top edge of the page</source>
        <translation>Obere Kante, in Pixeln vom oberen Rand der Seite</translation>
    </message>
    <message>
        <source>What kind of region it is</source>
        <translation>Welche Art von Region es ist</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>h px</source>
        <translation>h px</translation>
    </message>
    <message>
        <source>w px</source>
        <translation>b px</translation>
    </message>
    <message>
        <source>x px</source>
        <translation>x px</translation>
    </message>
    <message>
        <source>y px</source>
        <translation>y px</translation>
    </message>
    <message>
        <source>{name}, {score}</source>
        <translation>{name}, {score}</translation>
    </message>
    <message>
        <source>{name}, {score}, order {number}</source>
        <translation>{name}, {score}, Platz {number}</translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n Region</numerusform>
            <numerusform>%n Regionen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) found, none shown: see thresholds and classes.</source>
        <translation>
            <numerusform>%n Region gefunden, keine gezeigt: siehe Schwellen und Klassen.</numerusform>
            <numerusform>%n Regionen gefunden, keine gezeigt: siehe Schwellen und Klassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Copy regions</source>
        <translation>Regionen kopieren</translation>
    </message>
    <message>
        <source>Copy the selected regions, or all of them</source>
        <translation>Die ausgewählten oder alle Regionen kopieren</translation>
    </message>
    <message>
        <source>Filter by class</source>
        <translation>Nach Klasse filtern</translation>
    </message>
    <message>
        <source>Go to region</source>
        <translation>Zur Region gehen</translation>
    </message>
    <message>
        <source>No class name contains &quot;{text}&quot;.</source>
        <translation>Kein Klassenname enthält „{text}“.</translation>
    </message>
    <message>
        <source>Nothing was found on this page.</source>
        <translation>Auf dieser Seite wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>Regions are listed here once the page has been run.</source>
        <translation>Hier stehen die Regionen, sobald die Seite ausgewertet ist.</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Show only regions whose class name contains this text</source>
        <translation>Nur Regionen zeigen, deren Klassenname diesen Text enthält</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message numerus="yes">
        <source>{matching} of %n region(s)</source>
        <translation>
            <numerusform>{matching} von %n Region</numerusform>
            <numerusform>{matching} von %n Regionen</numerusform>
        </translation>
    </message>
    <message>
        <source>{regions}, {count} selected</source>
        <translation>{regions}, {count} ausgewählt</translation>
    </message>
</context>
<context>
    <name>RegionView</name>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>The regions shown on the page. Enter brings one into view.</source>
        <translation>Die Regionen, die auf der Seite gezeigt werden. Enter holt eine ins Bild.</translation>
    </message>
</context>
<context>
    <name>ResultCommands</name>
    <message>
        <source>Copied the picture</source>
        <translation>Bild kopiert</translation>
    </message>
    <message>
        <source>Nothing was found on this page yet: run it first.</source>
        <translation>Auf dieser Seite wurde noch nichts gefunden: erst auswerten.</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>{path} gespeichert</translation>
    </message>
    <message>
        <source>What was found on this page is still being read.</source>
        <translation>Was auf dieser Seite gefunden wurde, wird noch gelesen.</translation>
    </message>
</context>
<context>
    <name>ResultPresenter</name>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Redo {what}</source>
        <translation>{what} &amp;wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Undo {what}</source>
        <translation>{what} &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>The model failed on this page. Run it again to see regions.</source>
        <translation>Das Modell ist an dieser Seite gescheitert. Noch einmal auswerten, um Regionen zu sehen.</translation>
    </message>
    <message>
        <source>This file is protected with a password, so nothing can be found on this page yet.</source>
        <translation>Diese Datei ist mit einem Passwort geschützt; auf dieser Seite lässt sich noch nichts finden.</translation>
    </message>
    <message>
        <source>This page cannot be read, so nothing can be found on it.</source>
        <translation>Diese Seite ist nicht lesbar; auf ihr lässt sich nichts finden.</translation>
    </message>
</context>
<context>
    <name>RulesPanel</name>
    <message>
        <source>Advised</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Advised thresholds</source>
        <translation>Empfohlene Schwellen</translation>
    </message>
    <message>
        <source>By class</source>
        <translation>Je Klasse</translation>
    </message>
    <message>
        <source>Draw what the rules hide in thin dashes, and say why it is hidden.</source>
        <translation>Dünn gestrichelt zeichnen, was die Regeln ausblenden, und den Grund sagen.</translation>
    </message>
    <message>
        <source>Go back to the thresholds that the model advises for each class.</source>
        <translation>Zurück zu den Schwellen, die das Modell für jede Klasse empfiehlt.</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Kein Ergebnis</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>Noch kein Ergebnis</translation>
    </message>
    <message>
        <source>Show hidden ones as ghosts</source>
        <translation>Ausgeblendete als Geister zeigen</translation>
    </message>
    <message>
        <source>Show what scores at least this. It holds for all classes and replaces their own.</source>
        <translation>Zeigen, was mindestens diesen Score hat. Gilt für alle Klassen und ersetzt ihre eigenen Schwellen.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Threshold of all classes</source>
        <translation>Schwelle aller Klassen</translation>
    </message>
    <message>
        <source>Threshold of all classes, in hundredths</source>
        <translation>Schwelle aller Klassen in Hundertsteln</translation>
    </message>
    <message>
        <source>{shown} shown of {total}</source>
        <translation>{shown} von {total} gezeigt</translation>
    </message>
</context>
<context>
    <name>ScoreHistogramView</name>
    <message>
        <source>Press or drag here to set the threshold of all classes.</source>
        <translation>Hier drücken oder ziehen, um die Schwelle aller Klassen zu setzen.</translation>
    </message>
    <message>
        <source>Scores from {low} to {high}: {shown} shown, {hidden} hidden.</source>
        <translation>Scores von {low} bis {high}: {shown} gezeigt, {hidden} ausgeblendet.</translation>
    </message>
    <message>
        <source>Scores on this page</source>
        <translation>Scores auf dieser Seite</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source> megapixels</source>
        <translation> Megapixel</translation>
    </message>
    <message>
        <source>&amp;Detail of the log</source>
        <translation>&amp;Ausführlichkeit des Protokolls</translation>
    </message>
    <message>
        <source>&amp;Fill of regions</source>
        <translation>&amp;Füllung der Regionen</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Memory for opening files</source>
        <translation>Speicher zum &amp;Öffnen von Dateien</translation>
    </message>
    <message>
        <source>&amp;PDF resolution</source>
        <translation>&amp;PDF-Auflösung</translation>
    </message>
    <message>
        <source>&amp;Run when a page is opened</source>
        <translation>Beim Öffnen aus&amp;werten</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>Farbs&amp;chema</translation>
    </message>
    <message>
        <source>A number at each region, in the order of reading</source>
        <translation>Eine Nummer an jeder Region, in der Lesereihenfolge</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Back to how the program came; lists of recent files and rules of models stay</source>
        <translation>Zurück zum Auslieferungszustand; zuletzt benutzte Dateien und Regeln der Modelle bleiben</translation>
    </message>
    <message>
        <source>Bring back the settings from before the reset</source>
        <translation>Die Einstellungen von vor dem Zurücksetzen wiederherstellen</translation>
    </message>
    <message>
        <source>Class and score at each region</source>
        <translation>Klasse und Score an jeder Region</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Fehlersuche</translation>
    </message>
    <message>
        <source>Debug helps those who look for a mistake, and makes the log long</source>
        <translation>Fehlersuche hilft beim Finden eines Fehlers und macht das Protokoll lang</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>How strongly regions are filled with the colour of their class</source>
        <translation>Wie kräftig Regionen mit der Farbe ihrer Klasse gefüllt werden</translation>
    </message>
    <message>
        <source>L&amp;abels</source>
        <translation>&amp;Beschriftungen</translation>
    </message>
    <message>
        <source>Language of the window; takes effect at the next start</source>
        <translation>Sprache des Fensters; gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Largest pa&amp;ge</source>
        <translation>&amp;Größte Seite</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Off: a page is run when you press Run</source>
        <translation>Aus: eine Seite wird erst mit „Auswerten“ ausgewertet</translation>
    </message>
    <message>
        <source>Off: the program starts with the sample page</source>
        <translation>Aus: das Programm startet mit der Beispielseite</translation>
    </message>
    <message>
        <source>Open the pages of the last session at the &amp;start</source>
        <translation>Beim S&amp;tart die Seiten der letzten Sitzung öffnen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pages with more pixels are not opened, so that they cannot fill the memory</source>
        <translation>Seiten mit mehr Pixeln werden nicht geöffnet, damit sie nicht den Speicher füllen</translation>
    </message>
    <message>
        <source>Reading &amp;order</source>
        <translation>&amp;Lesereihenfolge</translation>
    </message>
    <message>
        <source>Reset settings</source>
        <translation>Einstellungen zurücksetzen</translation>
    </message>
    <message>
        <source>Resolution at which PDF pages are drawn; 200 dpi suits most. Holds for pages opened from now on.</source>
        <translation>Auflösung, in der PDF-Seiten gezeichnet werden; 200 dpi passt meist. Gilt für Seiten, die ab jetzt geöffnet werden.</translation>
    </message>
    <message>
        <source>Sho&amp;w what to do at the start</source>
        <translation>Beim Start &amp;zeigen, was zu tun ist</translation>
    </message>
    <message>
        <source>Start and help</source>
        <translation>Start und Hilfe</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>Die Sprache wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>The lines above the page that say how to begin</source>
        <translation>Die Zeilen über der Seite, die sagen, wie es losgeht</translation>
    </message>
    <message>
        <source>The process that opens files may use this much, from the next start on; a file that needs more is reported</source>
        <translation>So viel darf der Prozess verwenden, der Dateien öffnet, ab dem nächsten Start; eine Datei, die mehr braucht, wird gemeldet</translation>
    </message>
    <message>
        <source>Thin dashes where a rule hides a region</source>
        <translation>Dünne Striche, wo eine Regel eine Region ausblendet</translation>
    </message>
    <message>
        <source>Undo reset</source>
        <translation>Zurücksetzen rückgängig machen</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>What is &amp;hidden, as ghosts</source>
        <translation>&amp;Verborgenes als Geister</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Find a key or what it does</source>
        <translation>Eine Taste suchen oder was sie tut</translation>
    </message>
    <message>
        <source>In the window</source>
        <translation>Im Fenster</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>Tasten und was sie tun</translation>
    </message>
    <message>
        <source>No key has to do with that.</source>
        <translation>Keine Taste hat damit zu tun.</translation>
    </message>
    <message>
        <source>Shows only lines with these words or keys</source>
        <translation>Zeigt nur Zeilen mit diesen Wörtern oder Tasten</translation>
    </message>
    <message>
        <source>What each key does, by menu</source>
        <translation>Was jede Taste tut, nach Menüs</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>How the last run over pages ended</source>
        <translation>Wie der letzte Lauf über Seiten endete</translation>
    </message>
    <message numerus="yes">
        <source>Installing %n model(s)</source>
        <translation>
            <numerusform>%n Modell wird installiert</numerusform>
            <numerusform>%n Modelle werden installiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Installing a model: {percent} %</source>
        <translation>Modell wird installiert: {percent} %</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model library</source>
        <translation>Modellsammlung</translation>
    </message>
    <message>
        <source>Page {number} of {total}: {stage}</source>
        <translation>Seite {number} von {total}: {stage}</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>The model in use, and what it runs on</source>
        <translation>Das benutzte Modell und worauf es läuft</translation>
    </message>
    <message>
        <source>The models that are added, checked or on their way here</source>
        <translation>Die Modelle, die hinzugefügt oder geprüft werden oder unterwegs sind</translation>
    </message>
    <message>
        <source>The process that looks after models: {state}</source>
        <translation>Der Prozess, der Modelle verwaltet: {state}</translation>
    </message>
    <message>
        <source>The process that opens pages: {state}</source>
        <translation>Der Prozess, der Seiten öffnet: {state}</translation>
    </message>
    <message>
        <source>The process that runs models: {state}</source>
        <translation>Der Prozess, der Modelle ausführt: {state}</translation>
    </message>
    <message>
        <source>What is being done</source>
        <translation>Was gerade getan wird</translation>
    </message>
    <message>
        <source>What is known of this page</source>
        <translation>Was über diese Seite bekannt ist</translation>
    </message>
    <message>
        <source>Where the pointer is on the page</source>
        <translation>Wo der Zeiger auf der Seite ist</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>arbeitet</translation>
    </message>
    <message>
        <source>ended too often</source>
        <translation>zu oft beendet</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht gestartet</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>x {x:.0f}, y {y:.0f} px</source>
        <translation>x {x:.0f}, y {y:.0f} px</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{stage}, {time} left</source>
        <translation>{stage}, noch {time}</translation>
    </message>
    <message>
        <source>{what}, {percent} %</source>
        <translation>{what}, {percent} %</translation>
    </message>
    <message>
        <source>{x} × {y} mm</source>
        <translation>{x} × {y} mm</translation>
    </message>
    <message>
        <source>{x} × {y} pt</source>
        <translation>{x} × {y} pt</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>opening the page</source>
        <translation>Seite wird geöffnet</translation>
    </message>
    <message>
        <source>running the model</source>
        <translation>Seite wird ausgewertet</translation>
    </message>
    <message>
        <source>{name}, page {number} of {count}</source>
        <translation>{name}, Seite {number} von {count}</translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <source>change of how the model runs</source>
        <translation>Änderung, wie das Modell läuft</translation>
    </message>
    <message>
        <source>change of what is shown</source>
        <translation>Änderung der Anzeige</translation>
    </message>
    <message numerus="yes">
        <source>removal of %n page(s)</source>
        <translation>
            <numerusform>Entfernen von %n Seite</numerusform>
            <numerusform>Entfernen von %n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>removal of a model</source>
        <translation>Entfernen eines Modells</translation>
    </message>
</context>
<context>
    <name>VerdictBadge</name>
    <message>
        <source>Config and weights were not compared</source>
        <translation>Konfiguration und Gewichte wurden nicht verglichen</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>Passt nicht</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Fits, with notes</source>
        <translation>Passt, mit Hinweisen</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>The weights do not fit the config</source>
        <translation>Die Gewichte passen nicht zur Konfiguration</translation>
    </message>
    <message>
        <source>The weights fit the config; read the notes before you rely on the model</source>
        <translation>Die Gewichte passen zur Konfiguration; die Hinweise lesen, bevor man sich auf das Modell verlässt</translation>
    </message>
    <message>
        <source>The weights have every part that the config asks for, in its size</source>
        <translation>Die Gewichte haben jeden Teil, den die Konfiguration verlangt, in seiner Größe</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message numerus="yes">
        <source>%n region(s) shown</source>
        <translation>
            <numerusform>%n Region gezeigt</numerusform>
            <numerusform>%n Regionen gezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>No page is open</source>
        <translation>Keine Seite ist offen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>The model has not run on this page</source>
        <translation>Diese Seite ist noch nicht ausgewertet</translation>
    </message>
    <message>
        <source>{file}, page {number}</source>
        <translation>{file}, Seite {number}</translation>
    </message>
    <message>
        <source>{region} selected, {count}</source>
        <translation>{region} ausgewählt, {count}</translation>
    </message>
    <message>
        <source>{region}, not shown: {reason}</source>
        <translation>{region}, nicht gezeigt: {reason}</translation>
    </message>
</context>
<context>
    <name>_ClassNames</name>
    <message>
        <source>List all classes of the model, or only the first</source>
        <translation>Alle Klassen des Modells auflisten oder nur die ersten</translation>
    </message>
    <message>
        <source>List all {count}</source>
        <translation>Alle {count} auflisten</translation>
    </message>
    <message>
        <source>List fewer</source>
        <translation>Weniger auflisten</translation>
    </message>
    <message>
        <source>{count}: {names}</source>
        <translation>{count}: {names}</translation>
    </message>
</context>
<context>
    <name>_MeasuredFigures</name>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Measured figures</source>
        <translation>Gemessene Kennzahlen</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Gemessen an</translation>
    </message>
    <message>
        <source>The pages on which the model&apos;s maker measured these figures</source>
        <translation>Die Seiten, an denen die Hersteller des Modells diese Zahlen gemessen haben</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>_NameDelegate</name>
    <message>
        <source>Enter or Tab goes on to the next class, Escape leaves the name as it was</source>
        <translation>Enter oder Tab geht zur nächsten Klasse, Esc lässt den Namen, wie er war</translation>
    </message>
    <message>
        <source>Name of class {number}</source>
        <translation>Name der Klasse {number}</translation>
    </message>
</context>
<context>
    <name>_NameField</name>
    <message>
        <source>A name for the model</source>
        <translation>Ein Name für das Modell</translation>
    </message>
    <message>
        <source>Enter renames the model, Escape leaves its name as it is</source>
        <translation>Enter benennt das Modell um, Esc lässt den Namen, wie er ist</translation>
    </message>
    <message>
        <source>New name of the model</source>
        <translation>Neuer Name des Modells</translation>
    </message>
</context>
<context>
    <name>dialogs</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check a model</source>
        <translation>Modell prüfen</translation>
    </message>
    <message>
        <source>Go on with this</source>
        <translation>Damit fortfahren</translation>
    </message>
    <message>
        <source>Leave everything as it is</source>
        <translation>Alles lassen, wie es ist</translation>
    </message>
    <message>
        <source>Names from a file</source>
        <translation>Namen aus Datei</translation>
    </message>
    <message>
        <source>Names of classes</source>
        <translation>Klassennamen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Open pages</source>
        <translation>Seiten öffnen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
</TS>
