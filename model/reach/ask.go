package reach

import "github.com/sgscope/sgscope/model"

// Ask answers a question from what the snapshot knows.
func Ask(s model.Snapshot, q Question) Trace { return Trace{Question: q} }
