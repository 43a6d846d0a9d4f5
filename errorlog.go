package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/adrg/xdg"

	"github.com/sgscope/sgscope/model"
)

// mostLogged is the size at which the error log begins anew: it is for the last hours, not for ever.
const mostLogged = 1 << 20

// errorLog takes what the SDK would write to standard error, into the middle of a screen. Its file is made by the
// first line, and read by its owner only: the lines name accounts and resources.
type errorLog struct {
	path string
	now  func() time.Time

	mu   sync.Mutex
	file *os.File
	shut bool // it could not be opened: there is nowhere to say so
}

// errorLogPath is where the error log is.
func errorLogPath() string { return filepath.Join(xdg.StateHome, "sgscope", "errors.log") }

// printf writes a line. Text from AWS is data, and a log is read on a terminal.
func (l *errorLog) printf(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil && !l.shut {
		l.shut = l.open() != nil
	}
	if l.shut {
		return
	}
	line := l.now().UTC().Format(time.RFC3339) + " " + model.Printable(fmt.Sprintf(format, args...)) + "\n"
	_, _ = l.file.WriteString(line) // a full disk takes no complaint either
}

func (l *errorLog) open() error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return fmt.Errorf("make the log's folder: %w", err)
	}
	how := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(l.path); err == nil && info.Size() > mostLogged {
		how |= os.O_TRUNC
	}
	file, err := os.OpenFile(l.path, how, 0o600)
	if err != nil {
		return fmt.Errorf("open the log: %w", err)
	}
	l.file = file
	return nil
}
