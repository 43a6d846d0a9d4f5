package report

// Lessons is the document of tour --list -o json.
type Lessons struct {
	SchemaVersion int      `json:"schemaVersion"`
	Lessons       []Lesson `json:"lessons"`
}

// Lesson is one lesson of the walkthrough, and how far it is done.
type Lesson struct {
	ID         string   `json:"id"`
	Chapter    string   `json:"chapter"`
	Title      string   `json:"title"`
	Scenario   string   `json:"scenario"`
	Statements []string `json:"statements"`
	Idea       string   `json:"idea"`
	Source     string   `json:"source"`
	State      string   `json:"state"` // "done", "begun" or ""
	Hints      int      `json:"hints"`
	Wrongs     int      `json:"wrongs"`
}
