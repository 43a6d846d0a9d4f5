# Plan: fix every finding of Studios and notebooks of severity wider or worse
# Nothing to change.
