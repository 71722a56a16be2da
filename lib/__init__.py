"""推进计划看板: what the board knows and how it computes, apart from the pages that show it.

Data flows one way: files → text → rows → figures → pages.
Imports point down this list and never up; `tests/test_layers.py` asserts it.

    ui                                      Streamlit: frame, selectors, blocks (the only module that imports it)
    __main__                                the command line
    markup, charts                          HTML blocks; Plotly figures
    findings, tables                        sentences in Chinese; data frames for charts and downloads
    board                                   one plan with its folder of files, read once and cached on content
    measures                                all figures at one moment
    attention                               what needs attention, what changed
    rates                                   completion, coverage, workload
    indicators, assignments                 the rule of an indicator; the status of an assignment and a task
    published                               published history with its sources
    actuals                                 the drop folder → files read, rows that count
    intake                                  one file: whose it is, what is wrong with it, whether it counts
    reading                                 text cells → typed rows
    headers, cells                          column names; the grammar of one cell
    decoding                                bytes → text cells
    plan_file, plan                         the YAML with its line numbers; the plan's objects
    problems, statuses, formats             faults in files; words, glyphs and colours; numbers and dates as printed
    periods, settings, errors
"""
