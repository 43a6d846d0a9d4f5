# Plan: fix every finding of severity wider or worse
# Nothing to change.
