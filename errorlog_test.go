package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestErrorLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sgscope", "errors.log")
	at := time.Date(2026, 3, 2, 3, 12, 0, 0, time.UTC)
	fresh := func() *errorLog { return &errorLog{path: path, now: func() time.Time { return at }} }
	l := fresh()
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there before there is a line for it")
	}
	l.printf("aws sdk: %s", "one\x1b[2J")
	fresh().printf("two")
	b, err := os.ReadFile(path)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if err != nil || len(lines) != 2 || strings.Contains(string(b), "\x1b") || !strings.HasPrefix(lines[1], "2026-03-02T03:12:00Z two") {
		t.Errorf("%v, %q", err, b)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, make([]byte, mostLogged+1), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh().printf("anew")
	if info, err := os.Stat(path); err != nil || info.Size() > 100 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	nowhere := &errorLog{path: filepath.Join(path, "x", "y"), now: time.Now}
	nowhere.printf("lost")
}
