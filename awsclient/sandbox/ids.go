package sandbox

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// minter makes identifiers from a seed and a name, and never the same one twice.
type minter struct {
	seed uint64
	used map[string]bool
	// made and asked count what calls created and the answers given.
	made, asked int
}

func newMinter(seed uint64) *minter { return &minter{seed: seed, used: map[string]bool{}} }

// digest is seeded, so equal words of one seed give equal bytes.
func (m *minter) digest(words ...string) [32]byte {
	b := binary.BigEndian.AppendUint64(nil, m.seed)
	return sha256.Sum256(append(b, strings.Join(words, "\x00")...))
}

// take makes the first unused identifier that shape gives.
func (m *minter) take(shape func(sum [32]byte) string, words ...string) string {
	for try := 0; ; try++ {
		id := shape(m.digest(append(words, strconv.Itoa(try))...))
		if !m.used[id] {
			m.used[id] = true
			return id
		}
	}
}

// named makes the identifier of a scenario's resource: the same for the same name, whatever else there is.
func (m *minter) named(prefix string, name ...string) string {
	return m.take(func(sum [32]byte) string {
		return prefix + "-0" + hex.EncodeToString(sum[:])[:16]
	}, append([]string{prefix}, name...)...)
}

// derived makes the identifier of a part from its owner's: the same each time, so nothing has to remember it.
func (m *minter) derived(prefix string, of ...string) string {
	sum := m.digest(append([]string{prefix}, of...)...)
	return prefix + "-0" + hex.EncodeToString(sum[:])[:16]
}

// fresh makes the identifier of something that a call creates.
func (m *minter) fresh(prefix string) string {
	m.made++
	return m.named(prefix, "made", strconv.Itoa(m.made))
}

// letters makes an EMR identifier: prefix and n of A–Z, 0–9.
func (m *minter) letters(prefix string, n int, name ...string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	return m.take(func(sum [32]byte) string {
		out := []byte(prefix)
		for i := range n {
			out = append(out, alphabet[int(sum[i])%len(alphabet)])
		}
		return string(out)
	}, append([]string{prefix}, name...)...)
}

// request makes a request id. It counts apart from fresh, so that reading changes no later identifier.
func (m *minter) request() string {
	m.asked++
	sum := m.digest("request", strconv.Itoa(m.asked))
	h := hex.EncodeToString(sum[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:32]
}

// mac makes a hardware address of the kind that EC2 gives.
func (m *minter) mac(id string) string {
	s := m.digest("mac", id)
	return fmt.Sprintf("0a:%02x:%02x:%02x:%02x:%02x", s[0], s[1], s[2], s[3], s[4])
}

// idKind is a kind of EC2 identifier: its prefix, the two error codes, and EC2's noun for it.
type idKind struct {
	prefix, malformed, missing, noun string
}

func groupKind() idKind {
	return idKind{"sg", "InvalidGroupId.Malformed", "InvalidGroup.NotFound", "security group"}
}

func ruleKind() idKind {
	return idKind{
		"sgr", "InvalidSecurityGroupRuleId.Malformed", "InvalidSecurityGroupRuleId.NotFound", "security group rule",
	}
}

// wellFormed reports whether id is prefix-, then 8 or 17 hex digits (identifiers before 2018 had 8).
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
func wellFormed(prefix, id string) bool {
	hexPart, ok := strings.CutPrefix(id, prefix+"-")
	if !ok || len(hexPart) != 8 && len(hexPart) != 17 {
		return false
	}
	return strings.Trim(hexPart, "0123456789abcdef") == ""
}

// check refuses an identifier of another kind or form.
func (k idKind) check(id string) error {
	switch {
	case wellFormed(k.prefix, id):
		return nil
	case strings.HasPrefix(id, k.prefix+"-"):
		return refuse(k.malformed, `Invalid id: "%s"`, id)
	}
	return refuse(k.malformed, `Invalid id: "%s" (expecting "%s-...")`, id, k.prefix)
}

// absent refuses identifiers that name nothing.
func (k idKind) absent(ids ...string) error {
	list := strings.Join(ids, ", ")
	many := len(ids) > 1
	switch k.prefix {
	case "sg":
		if many {
			return refuse(k.missing, "The security groups '%s' do not exist", list)
		}
		return refuse(k.missing, "The security group '%s' does not exist", list)
	case "nat":
		return refuse(k.missing, "NAT gateway %s was not found", list)
	}
	if many {
		return refuse(k.missing, "The %s IDs '%s' do not exist", k.noun, list)
	}
	return refuse(k.missing, "The %s ID '%s' does not exist", k.noun, list)
}

// lowercase makes an identifier of EMR on EKS or Serverless: n of a–z, 0–9.
func (m *minter) lowercase(n int, name ...string) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	return m.take(func(sum [32]byte) string {
		out := make([]byte, n)
		for i := range n {
			out[i] = alphabet[int(sum[i])%len(alphabet)]
		}
		return string(out)
	}, name...)
}
