package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/sgscope/sgscope/model"
)

type (
	junitSuites struct {
		XMLName  xml.Name   `xml:"testsuites"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Suite    junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name       string          `xml:"name,attr"`
		Class      string          `xml:"classname,attr"`
		File       string          `xml:"file,attr,omitempty"`
		Line       int             `xml:"line,attr,omitempty"`
		Properties *junitProps     `xml:"properties,omitempty"`
		Failure    *junitComplaint `xml:"failure,omitempty"`
		Error      *junitComplaint `xml:"error,omitempty"`
		Skipped    *junitSkipped   `xml:"skipped,omitempty"`
	}
	junitProps struct {
		List []junitProp `xml:"property"`
	}
	junitProp struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitComplaint struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// AssertJUnit writes the judged rows of a file as JUnit's XML, which CI systems show: a test case a
// row, a failure where the verdict is another than expected, an error where the row is bad.
func AssertJUnit(w io.Writer, file string, rows []Row) error {
	n := summaryOf(rows)
	suite := junitSuite{Name: model.Printable(file), Tests: n.Rows, Failures: n.Mismatched, Errors: n.Bad}
	for _, r := range rows {
		suite.Cases = append(suite.Cases, testCase(suite.Name, r))
	}
	return writeJUnit(w, junitSuites{
		Name: "sgscope assert", Tests: n.Rows, Failures: n.Mismatched, Errors: n.Bad, Suite: suite,
	})
}

func writeJUnit(w io.Writer, suites junitSuites) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write JUnit XML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(suites); err != nil {
		return fmt.Errorf("write JUnit XML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write JUnit XML: %w", err)
	}
	return nil
}

func testCase(file string, r Row) junitCase {
	name := r.From + " to " + r.To + ", " + r.traffic() + ": " + r.Expect
	out := junitCase{Name: model.Printable(name), Class: file, File: file, Line: r.Line}
	if len(r.More) > 0 {
		out.Properties = &junitProps{}
	}
	for _, c := range r.More {
		out.Properties.List = append(out.Properties.List, junitProp{model.Printable(c.Title), model.Printable(c.Text)})
	}
	complaint := &junitComplaint{
		Type: r.Result, Message: model.Printable("expected " + r.Expect + ", is " + r.Verdict),
		Text: model.Printable("line " + strconv.Itoa(r.Line) + ": " + r.Reason),
	}
	switch r.Result {
	case RowMismatched:
		out.Failure = complaint
	case RowBad:
		complaint.Message = model.Printable(r.Reason)
		out.Error = complaint
	}
	return out
}
