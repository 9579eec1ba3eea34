<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ClassEditor</name>
    <message numerus="yes">
        <source>%n name(s) need a change.</source>
        <translation>
            <numerusform>%n name needs a change.</numerusform>
            <numerusform>%n names need a change.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosticsPane</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>Show %n earlier</numerusform>
            <numerusform>Show %n earlier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n finding(s)</source>
        <translation>
            <numerusform>{shown} of %n finding</numerusform>
            <numerusform>{shown} of %n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>%n model(s) installed</source>
        <translation>
            <numerusform>%n model installed</numerusform>
            <numerusform>%n models installed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message numerus="yes">
        <source>%n model(s) found, which can be taken over</source>
        <translation>
            <numerusform>%n model found, which can be taken over</numerusform>
            <numerusform>%n models found, which can be taken over</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message numerus="yes">
        <source>%n model(s), {used} on disk</source>
        <translation>
            <numerusform>%n model, {used} on disk</numerusform>
            <numerusform>%n models, {used} on disk</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>Copied %n region(s)</source>
        <translation>
            <numerusform>Copied %n region</numerusform>
            <numerusform>Copied %n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelReasons</name>
    <message numerus="yes">
        <source>List the %n part(s) that do not fit</source>
        <translation>
            <numerusform>List the %n part that does not fit</numerusform>
            <numerusform>List the %n parts that do not fit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelVerdict</name>
    <message numerus="yes">
        <source>Use the weights&apos; %n class(es)</source>
        <translation>
            <numerusform>Use the weights&apos; %n class</numerusform>
            <numerusform>Use the weights&apos; %n classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NothingShownLine</name>
    <message numerus="yes">
        <source>%n found, but of classes that are switched off.</source>
        <translation>
            <numerusform>%n found, but of a class that is switched off.</numerusform>
            <numerusform>%n found, but of classes that are switched off.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more of classes that are switched off.</source>
        <translation>
            <numerusform>%n more of a class that is switched off.</numerusform>
            <numerusform>%n more of classes that are switched off.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageListModel</name>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PagePresenter</name>
    <message numerus="yes">
        <source>Done: %n page(s)</source>
        <translation>
            <numerusform>Done: %n page</numerusform>
            <numerusform>Done: %n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped: {done} of %n page(s)</source>
        <translation>
            <numerusform>Stopped: {done} of %n page</numerusform>
            <numerusform>Stopped: {done} of %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) found, none shown: see thresholds and classes.</source>
        <translation>
            <numerusform>%n region found, not shown: see thresholds and classes.</numerusform>
            <numerusform>%n regions found, none shown: see thresholds and classes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{matching} of %n region(s)</source>
        <translation>
            <numerusform>{matching} of %n region</numerusform>
            <numerusform>{matching} of %n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>Installing %n model(s)</source>
        <translation>
            <numerusform>Installing %n model</numerusform>
            <numerusform>Installing %n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message numerus="yes">
        <source>removal of %n page(s)</source>
        <translation>
            <numerusform>removal of %n page</numerusform>
            <numerusform>removal of %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message numerus="yes">
        <source>%n region(s) shown</source>
        <translation>
            <numerusform>%n region shown</numerusform>
            <numerusform>%n regions shown</numerusform>
        </translation>
    </message>
</context>
</TS>
