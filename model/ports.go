package model

import (
	"fmt"
	"strconv"
	"strings"
)

// PortRange is the ports First to Last, both included. For ICMP it is an interval of
// type<<8|code, so that one type with all its codes is a block of 256.
// The zero value is the single port 0.
type PortRange struct{ First, Last uint16 }

// AllPorts is the range where EC2 looks at no port at all.
func AllPorts() PortRange { return PortRange{0, 65535} }

// Port is the range of one port.
func Port(n uint16) PortRange { return PortRange{n, n} }

// Contains reports whether every port of q is in r.
func (r PortRange) Contains(q PortRange) bool { return r.First <= q.First && q.Last <= r.Last }

// Overlaps reports whether r and q share a port.
func (r PortRange) Overlaps(q PortRange) bool { return r.First <= q.Last && q.First <= r.Last }

// String gives "22" or "20-23".
func (r PortRange) String() string {
	if r.First == r.Last {
		return strconv.Itoa(int(r.First))
	}
	return strconv.Itoa(int(r.First)) + "-" + strconv.Itoa(int(r.Last))
}

// Text gives the range as this protocol's readers know it: ports, an ICMP type and code ("8/0", "8"
// for all codes), or "" where there is nothing to say because everything is covered.
func (r PortRange) Text(p Protocol) string {
	switch {
	case !p.HasPorts():
		return ""
	case !p.IsICMP():
		return r.String()
	case r == AllPorts():
		return ""
	case r.First == r.Last:
		return fmt.Sprintf("%d/%d", r.First>>8, r.First&0xff)
	case r.First&0xff == 0 && r.Last == r.First|0xff:
		return strconv.Itoa(int(r.First >> 8))
	}
	return fmt.Sprintf("%d/%d-%d/%d", r.First>>8, r.First&0xff, r.Last>>8, r.Last&0xff)
}

// ParsePorts reads what Text writes: "", "22", "20-23"; for ICMP "8", "8/0" and "8/0-8/1".
func ParsePorts(p Protocol, s string) (PortRange, error) {
	s = strings.TrimSpace(s)
	if s == "" || !p.HasPorts() {
		return AllPorts(), nil
	}
	one := parsePort
	if p.IsICMP() {
		one = parseTypeCode
	}
	first, last, isRange := strings.Cut(s, "-")
	from, err := one(first)
	if err != nil {
		return PortRange{}, err
	}
	if !isRange {
		return from, nil
	}
	to, err := one(last)
	if err != nil {
		return PortRange{}, err
	}
	if to.Last < from.First {
		return PortRange{}, fmt.Errorf("parse ports %q: the first is above the last", s)
	}
	return PortRange{from.First, to.Last}, nil
}

func parsePort(s string) (PortRange, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return PortRange{}, fmt.Errorf("parse port %q: want a number from 0 to 65535", s)
	}
	return Port(uint16(n)), nil
}

func parseTypeCode(s string) (PortRange, error) {
	t, c, hasCode := strings.Cut(s, "/")
	typ, err := strconv.ParseUint(t, 10, 8)
	if err != nil {
		return PortRange{}, fmt.Errorf("parse ICMP type %q: want a number from 0 to 255", t)
	}
	block := PortRange{uint16(typ) << 8, uint16(typ)<<8 | 0xff}
	if !hasCode {
		return block, nil
	}
	code, err := strconv.ParseUint(c, 10, 8)
	if err != nil {
		return PortRange{}, fmt.Errorf("parse ICMP code %q: want a number from 0 to 255", c)
	}
	return Port(block.First | uint16(code)), nil
}
