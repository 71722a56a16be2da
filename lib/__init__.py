"""推进计划看板: what the board knows and how it computes, apart from the pages that show it.

Data flows one way: files → text → rows → figures → pages.
A module imports only what stands after it in this list; `tests/test_layers.py` asserts it.

    ui                                      Streamlit: frame, choices, pieces (the only package that imports it)
    __main__                                the command line
    briefing_commands, reporting_commands   commands for a meeting; commands that send, withdraw, fill in
    command_line                            what all commands share
    briefing_files                          the files of a briefing: slides, notice, pictures
    deck, deck_charts, deck_text            a briefing → .pptx: slides; native charts; texts and tables
    pictures                                figures → .png and .svg
    slide_figures, slide_blocks             slides as Plotly figures and as HTML
    indicator_charts, status_charts         Plotly figures, one function for each question
    blocks                                  rows and words that more than one page shows
    reporting_blocks                        what the page 报送 shows
    receipts                                what a receipt says, on the page and on the command line
    chart_frame, markup                     what all figures share; HTML blocks
    word                                    a notice → .docx
    word_text, word_template, word_styles   paragraphs and tables as XML; an empty file; typefaces, sizes, margins
    notice                                  督查通报, and the sheet of one agency: what they say
    notice_tables, notice_sections          their tables; 总体情况, 指标进展, 下一步
    notice_problems, notice_words           存在问题; phrases that they share
    papers                                  what an official paper holds
    briefing, briefing_tables               what a briefing says, slide by slide
    verification, templates                 the office's 已销号; the CSV that a body fills in
    tables, examples                        data frames for charts and downloads; the rules worked out for 口径
    findings                                sentences in Chinese about the plan, its parts, tasks and bodies
    questions                               what to ask a body about its reports
    indicator_findings                      sentences about one indicator
    access                                  upload codes: how a body proves itself, who may write
    submissions                             sending, withdrawing, restoring; receipts before and after
    board, status                           one plan with its store, read once; the documents that are printed as JSON
    attention, owing, restatements          what needs attention, what changed; who owes what; what was replaced
    measures                                all figures at one moment
    rates, assignments, indicators          completion, coverage, workload; the status of a task; the rule of an indicator
    actuals                                 a store → files read, rows that count
    counting                                a file beside the rows that count: what is doubtful about it
    intake                                  one file: whose it is, what is wrong with it, whether it counts
    reading                                 text cells → typed rows
    figure_reading, progress_reading        the rows of either kind, column by column
    footnotes, row_keys                     lines that are no rows; what rows report on, and each of them once
    lines                                   the lines below a header, and what is said of them
    permissions                             who may report what
    headers, decoding, encoding             column names; bytes → text cells and back
    charsets, sheets                        bytes → text; text → columns of cells
    plain_table, columns                    large files without quotes; distinct values and where they stand
    folder_store                            the store that is a folder of CSV files
    store                                   what every store promises
    drop_folder, entries, contents          what people put into a folder; one entry, opened once; contents by their hash
    history, journal, durable               events → submissions; lines that are only added; writing that survives
    published                               published history with its sources
    plan_file, plan_checks, plan            the YAML with its line numbers; what it must not say; the plan's objects
    row_list, rows                          what the lines of a file report
    problem_list, cells, problems           the grammar of one cell; faults in files and how they are said
    slides, office_file                     what a slide holds; office files that are the same bytes each time
    formats, statuses                       numbers and dates as printed; words, glyphs and colours
    text, periods, errors, settings, housekeeping
"""
