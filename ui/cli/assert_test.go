package cli_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model/fixture"
)

const promised = `
vpc vpc-0a 10.0.0.0/16
vpc vpc-0b 10.0.0.0/20
subnet subnet-a vpc-0a 10.0.1.0/24
group sg-0web vpc-0a web
  ingress tcp 80 from 0.0.0.0/0
  egress all to sg-0db
group sg-0db vpc-0a db
  ingress tcp 5432 from sg-0web
  ingress icmp 8/0 from sg-0web
  ingress 50 from sg-0web
`

// TestPromises is the grammar of a row: what it means, or why it is a bad one.
func TestPromises(t *testing.T) {
	for _, tt := range []struct{ name, row, want string }{
		{"allowed", "sg-0web,sg-0db,tcp,5432,allowed", "match allowed: tcp 5432 passes"},
		{"numbers", "sg-0web,sg-0db,6,5432,allowed", "match allowed"},
		{"capitals and blanks", " sg-0web , sg-0db ,TCP, 5432 , Allowed ", "match allowed"},
		{"blocked", "sg-0db,sg-0web,tcp,5432,blocked", "match blocked: no outbound rule at all in db (sg-0db)"},
		{"not as expected", "sg-0db,sg-0web,tcp,5432,allowed", "mismatch blocked"},
		{"a range", "sg-0web,sg-0db,tcp,5432-5433,allowed", "mismatch partly: what passes: tcp 5432; only some"},
		{"partly is not blocked", "sg-0web,sg-0db,tcp,5432-5433,blocked", "mismatch partly"},
		{"all ports", "sg-0web,sg-0db,tcp,,allowed", "mismatch partly"},
		{"all ports by a dash", "sg-0web,sg-0db,tcp,-,allowed", "mismatch partly"},
		{"echo", "sg-0web,sg-0db,icmp,8/0,allowed", "match allowed"},
		{"another code", "sg-0web,sg-0db,icmp,8/1,blocked", "match blocked"},
		{"a protocol without ports", "sg-0web,sg-0db,50,-,allowed", "match allowed"},
		{"all protocols", "sg-0web,sg-0db,all,,blocked", "mismatch partly"},
		{"two VPCs", "sg-0web,10.0.1.9,tcp,80,blocked", "mismatch unknown: not known: 10.0.1.9 is an address of vpc-0a and vpc-0b"},
		{"quotes", `"sg-0web","sg-0db",tcp,"5432",allowed`, "match allowed"},

		{"no such group", "sg-0no,sg-0db,tcp,80,allowed", "bad row unknown: sg-0no: there is no such thing among"},
		{"no end", "here,sg-0db,tcp,80,allowed", `bad row unknown: "here" is no end`},
		{"another expectation", "sg-0web,sg-0db,tcp,80,reachable", `bad row unknown: expect "reachable": want allowed or blocked`},
		{"partly expected", "sg-0web,sg-0db,tcp,80,partly", `bad row unknown: expect "partly": want allowed or blocked`},
		{"protocol", "sg-0web,sg-0db,bgp,80,allowed", `bad row unknown: parse protocol "bgp"`},
		{"port", "sg-0web,sg-0db,tcp,65536,allowed", `bad row unknown: parse port "65536"`},
		{"range backwards", "sg-0web,sg-0db,tcp,9-8,allowed", `bad row unknown: parse ports "9-8"`},
		{"a port where there is none", "sg-0web,sg-0db,50,80,allowed", `bad row unknown: port "80" means nothing for protocol 50`},
		{"several things at once", ",sg-0db,,99,yes", `bad row unknown: from is empty; protocol is empty; expect "yes"`},
		{"too short", "sg-0web,sg-0db", "bad row unknown: protocol is empty; expect is empty"},
		{"too long", "sg-0web,sg-0db,tcp,80,allowed,why,ever", "bad row unknown: 7 cells under 6 titles"},
		{"a stray quote", `sg-0web,sg-"0db,tcp,80,allowed`, `bad row unknown: column 12: bare " in`},
		{"a quote without end", `sg-0web,"sg-0db,tcp,80,allowed`, `bad row unknown: column `},
		{"a comment", "# the web", "bad row unknown: to is empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{snapshot: fixture.Snapshot(promised), stdin: "from,to,protocol,port,expect,note\n" + tt.row + "\n"}
			code := w.run(t, "assert", "-", "-o", "json")
			var doc struct {
				Rows []struct{ Line, Verdict, Result, Reason any }
			}
			if err := json.Unmarshal(w.out.Bytes(), &doc); err != nil || len(doc.Rows) != 1 {
				t.Fatalf("%v: %s%s", err, &w.out, &w.err)
			}
			r := doc.Rows[0]
			got := r.Result.(string) + " " + r.Verdict.(string) + ": " + r.Reason.(string)
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("%q\ngot  %s\nwant %s", tt.row, got, tt.want)
			}
			if want := map[string]int{"match": 0, "mismatch": 1, "bad row": 2}[r.Result.(string)]; code != want {
				t.Errorf("code %d, want %d", code, want)
			}
			if bad := strings.Contains(w.err.String(), "sgscope: -:2: bad row: "); bad != (code == 2) {
				t.Errorf("stderr %q", &w.err)
			}
		})
	}
}

// What a spreadsheet makes of a file changes nothing: its mark, its line ends, empty lines, the order
// and further columns, which come through whatever they are called.
func TestPromisesOfASpreadsheet(t *testing.T) {
	w := &world{snapshot: fixture.Snapshot(promised), stdin: "\ufeffTier,expect,port,Protocol,TO,from,verdict,note,note\r\n" +
		"A,allowed,5432,tcp,sg-0db,sg-0web,mine,\"a, \"\"b\"\"\r\nc\",d\r\n\r\n   \r\n" +
		"B,blocked,22,tcp,sg-0db,sg-0web,,,\r\n"}
	if code := w.run(t, "assert", "-", "-o", "json"); code != 0 {
		t.Fatalf("code %d\n%s%s", code, &w.out, &w.err)
	}
	var doc struct{ Rows []map[string]any }
	if err := json.Unmarshal(w.out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"line": 2.0, "from": "sg-0web", "to": "sg-0db", "protocol": "tcp", "port": "5432", "expect": "allowed",
		"verdict": "allowed", "result": "match", "reason": "tcp 5432 passes",
		"Tier": "A", "verdict_": "mine", "note": "a, \"b\"\nc", "note_": "d",
	}
	if len(doc.Rows) != 2 || doc.Rows[1]["line"] != 6.0 {
		t.Fatalf("rows %v", doc.Rows)
	}
	if diff := cmp.Diff(want, doc.Rows[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file that cannot be used is refused before anything is read.
func TestPromisesRefused(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "is empty: want a header"},
		{"no rows", "from,to,protocol,port,expect\n", "has a header and no rows"},
		{"no header", "sg-0web,sg-0db,tcp,80,allowed\n", "the header lacks from, to, protocol, port, expect: it is \"sg-0web"},
		{"a column short", "from,to,protocol,expect\nx\n", "the header lacks port: it is"},
		{"twice", "from,to,protocol,port,expect,From\nx\n", "the header has from twice"},
		{"UTF-16", "\xff\xfef\x00", "is UTF-16: save it as UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{stdin: tt.text}
			code := w.run(t, "assert", "-")
			if code != 2 || len(w.opened) > 0 || w.out.Len() > 0 ||
				!strings.HasPrefix(w.err.String(), "sgscope: read promises: -: "+tt.want) {
				t.Errorf("code %d, opened %v, %s%s", code, w.opened, &w.out, &w.err)
			}
		})
	}
}

// A bad row is worse than a mismatch, whatever comes first, and JUnit tells both.
func TestPromisesAsJUnit(t *testing.T) {
	w := &world{snapshot: fixture.Snapshot(promised), stdin: "from,to,protocol,port,expect,tier\n" +
		"sg-0web,sg-0db,tcp,5432,allowed,A\nsg-0web,sg-0db,tcp,<&>\x01,allowed,A\nsg-0web,sg-0db,tcp,22,allowed,\n"}
	if code := w.run(t, "assert", "-", "-o", "junit"); code != 2 {
		t.Errorf("code %d", code)
	}
	type complaint struct {
		Message string `xml:"message,attr"`
	}
	var doc struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Cases    []struct {
			Name    string      `xml:"name,attr"`
			Line    int         `xml:"line,attr"`
			Failure []complaint `xml:"failure"`
			Error   []complaint `xml:"error"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(w.out.Bytes(), &doc); err != nil {
		t.Fatalf("%v\n%s", err, &w.out)
	}
	if doc.Tests != 3 || doc.Failures != 1 || doc.Errors != 1 || len(doc.Cases) != 3 {
		t.Errorf("%+v", doc)
	}
	if c := doc.Cases[1]; c.Line != 3 || c.Name != `sg-0web to sg-0db, tcp <&>\u0001: allowed` || len(c.Error) != 1 {
		t.Errorf("%+v", c)
	}
	if c := doc.Cases[2]; len(c.Failure) != 1 || c.Failure[0].Message != "expected allowed, is blocked" {
		t.Errorf("%+v", c)
	}
	if !strings.Contains(w.out.String(), `<property name="tier" value="A"></property>`) {
		t.Errorf("%s", &w.out)
	}
}

// FuzzPromises: whatever a file holds, it is refused, or every row of it is told of in a document that
// is well formed, and the exit code says what became of them.
func FuzzPromises(f *testing.F) {
	const header = "from,to,protocol,port,expect\n"
	for _, text := range []string{
		"", header, header + "sg-0web,sg-0db,tcp,5432,allowed\n", header + "a,\"b\nc\",,\"", "\ufeff" + header + "1.2.3.4,::1,6,1-2,blocked",
		"from,to,protocol,port,expect,line,verdict\r\nsg-0web,internet,icmp,8/0,blocked,\x1b[31m,\xff\r\n", header + "internet,internet,-1,-,allowed",
	} {
		f.Add(text)
	}
	account := fixture.Snapshot(promised)
	f.Fuzz(func(t *testing.T, text string) {
		w := &world{snapshot: account, stdin: text}
		code := w.run(t, "assert", "-", "-o", "json")
		if w.out.Len() == 0 {
			if code != 2 || !strings.HasPrefix(w.err.String(), "sgscope: read promises: -: ") {
				t.Fatalf("code %d, %s", code, &w.err)
			}
			return
		}
		var doc struct {
			Summary struct{ Rows, Matched, Mismatched, Bad int }
			Rows    []map[string]any
		}
		if err := json.Unmarshal(w.out.Bytes(), &doc); err != nil {
			t.Fatalf("%v\n%s", err, &w.out)
		}
		n := doc.Summary
		want := 0
		switch {
		case n.Bad > 0:
			want = 2
		case n.Mismatched > 0:
			want = 1
		}
		if code != want || n.Rows != len(doc.Rows) || n.Rows != n.Matched+n.Mismatched+n.Bad || n.Rows == 0 {
			t.Errorf("code %d, want %d: %+v, %d rows", code, want, n, len(doc.Rows))
		}
		junit := &world{snapshot: account, stdin: text}
		junit.run(t, "assert", "-", "-o", "junit")
		if err := xml.Unmarshal(junit.out.Bytes(), new(struct{})); err != nil {
			t.Errorf("%v\n%s", err, &junit.out)
		}
	})
}
