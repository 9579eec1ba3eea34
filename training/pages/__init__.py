"""Draws pages with exact boxes of what is on them, and makes scans of them.

A page is a `Canvas` in a `Style`; a block draws itself at the top of a `Column` and moves the column's top below
itself; a kind of page is a function that sets blocks on a page. Every choice is drawn from the one `Random` handed in,
in a fixed order: a new draw anywhere changes all pages that come through it. Start reading at `generate`.

Commands
    generate        pages with labels, by seed, and a contact sheet
    pools           plots, drawings, formulas, photographs and marks for the pages, drawn once

Ground
    canvas          a picture, its drawing tools that report their ink, and the labelled regions
    typefaces       fonts found on the machine, letters kept as pictures
    words           words, sentences, names and page numbers in fifteen languages
    style           the look of one document: type, spacing, colours
    text            lines, paragraphs, headings, lists, captions, footnotes, displayed formulas
    frame           an empty page, margins, running heads, columns, and the flow of blocks through them

Blocks
    blocks          groups of lines, initials, verse, listings, callouts, references
    figures         pictures with their captions
    grounds         coloured grounds and inks that can be read on them
    front_matter    masthead, authors and summary of an article
    sheets          sheets of old books on the table where they are photographed
    office_parts    letterheads, addresses, lines to fill in, answers to tick, signatures

Tables
    tables          tables as blocks of a page
    table_kinds     which grids there are; plain ones, prose, definitions
    table_charts    grids read across and down: timetables, calendars, questions, comparisons, results
    table_forms     grids of offices: items, statements, forms
    table_sums      grids of money: budgets, accounts, prices
    cells           cells, grids, and entries that look alike
    table_looks     rules and fills
    table_layout    widths, heights and where words break
    table_drawing   fills, rules, words and small shapes

Kinds of pages
    articles        journals, reports, theses, bibliographies
    documents       statutes, contracts, minutes, questionnaires, manuals
    entries         contents, indexes, glossaries
    periodicals     newspapers, magazines, interviews, poems, plays
    books           books of today, spreads, typescripts
    old_print       books printed between 1500 and 1900
    leaflets        brochures, posters, notices, catalogues, advertisements
    slides          slides, covers, pages of pictures, certificates, pages that are nearly empty
    office          which kinds offices and shops make
    office_forms    forms, questionnaires, receipts, slips
    office_ledgers  invoices, statements, annexes, pages of tables
    office_letters  letters, memos, orders, notices, attestations, curricula
    office_shops    price lists, menus, schedules, data sheets, patents

Pictures
    plots           plots by matplotlib
    plot_looks      colours, hatching, frames, grids, lettering of plots
    drawings        circuits, parts, maps, molecules, callouts, geometry, floor plans
    diagrams        flow charts, trees, networks, schedules, windows of programs
    sketch          the pen of drawings and diagrams
    formulas        displayed formulas of a random grammar
    photographs     photographs, made-up scenes, engravings
    marks           logos, seals, arms, codes, signatures, printers' ornaments
    lettering       words and fonts inside pictures
    trim            cutting a picture to its ink

Scans, made while a model learns
    scanner         looks: copies, old print, blur, grain, specks, tone, JPEG
    paper           paper, its age and the light on it
    warp            skew, crop, perspective, and the network's size
"""
