"""推进计划看板: what the board knows and how it computes, apart from the pages that show it.

Data flows one way: files → text → rows → figures → pages.
A module imports only what stands after it in this list; `tests/test_layers.py` asserts it.

    ui                                      Streamlit: frame, selectors, blocks (the only module that imports it)
    __main__                                the command line
    indicator_charts, status_charts         Plotly figures, one function for each question
    blocks                                  rows and words that more than one page shows
    chart_frame, markup                     what all figures share; HTML blocks
    verification, templates                 the office's 已销号; the CSV that a body fills in
    tables, examples                        data frames for charts and downloads; the rules worked out for 口径
    findings                                sentences in Chinese about the plan, its parts, tasks and bodies
    questions                               what to ask a body about its reports
    indicator_findings                      sentences about one indicator
    board, status                           one plan with its folder, read once; the documents that are printed as JSON
    attention, owing, restatements          what needs attention, what changed; who owes what; what was replaced
    measures                                all figures at one moment
    rates, assignments, indicators          completion, coverage, workload; the status of a task; the rule of an indicator
    actuals                                 the drop folder → files read, rows that count
    intake                                  one file: whose it is, what is wrong with it, whether it counts
    reading                                 text cells → typed rows
    permissions                             who may report what
    headers, decoding, encoding             column names; bytes → text cells and back
    published                               published history with its sources
    plan_file, plan_checks, plan            the YAML with its line numbers; what it must not say; the plan's objects
    rows                                    what one line of a file reports
    cells, problems                         the grammar of one cell; faults in files and how they are said
    formats, statuses                       numbers and dates as printed; words, glyphs and colours
    periods, errors, settings, housekeeping
"""
