package apply

import (
	"encoding/json"
	"fmt"
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

type (
	// wireChange is a change of any kind; what its kind does not have is left out.
	wireChange struct {
		Kind        string    `json:"kind"`
		Group       string    `json:"group,omitempty"`
		VPC         string    `json:"vpc,omitempty"`
		Name        string    `json:"name,omitempty"`
		Description string    `json:"description,omitempty"`
		Tag         *wireTag  `json:"tag,omitempty"`
		Tags        []wireTag `json:"tags,omitempty"`
		Rule        *wireRule `json:"rule,omitempty"`
		RuleID      string    `json:"ruleId,omitempty"`
		Key         string    `json:"key,omitempty"`
		HadOld      bool      `json:"hadOld,omitempty"`
		Old         string    `json:"old,omitempty"`
		New         string    `json:"new,omitempty"`
	}
	wireTag struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	// wireRule has Text for people only; a planned group's name can hold spaces, which its line of
	// words would not survive.
	wireRule struct {
		Direction string   `json:"direction"`
		Protocol  string   `json:"protocol"`
		Ports     string   `json:"ports,omitempty"`
		Peer      wirePeer `json:"peer"`
		Text      string   `json:"text,omitempty"`
	}
	wirePeer struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
)

// EncodeChange gives a change as one JSON object, the same for equal changes.
func EncodeChange(c model.Change) ([]byte, error) {
	w, err := encodeChange(c)
	if err != nil {
		return nil, err
	}
	return marshal(w)
}

// DecodeChange reads what EncodeChange writes.
func DecodeChange(data []byte) (model.Change, error) {
	var w wireChange
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("read a change: %w", err)
	}
	return decodeChange(w)
}

func encodeChange(c model.Change) (wireChange, error) {
	w := wireChange{Kind: model.ChangeKind(c)}
	var err error
	switch c := c.(type) {
	case model.CreateGroup:
		w.VPC, w.Name, w.Description = c.VPC, c.Name, c.Description
		if c.Tag != (model.Tag{}) {
			w.Tag = &wireTag{c.Tag.Key, c.Tag.Value}
		}
	case model.Authorize:
		w.Group, w.Description, w.Tags = c.Group, c.Description, encodeTags(c.Tags.Tags())
		w.Rule, err = encodeRule(c.Rule)
	case model.Revoke:
		w.Group, w.RuleID = c.Group, c.RuleID
		w.Rule, err = encodeRule(c.Rule)
	case model.SetTag:
		w.Group, w.Key, w.Old, w.HadOld, w.New = c.Group, c.Key, c.Old, c.HadOld, c.New
	case model.DeleteGroup:
		w.Group, w.Name, w.VPC, w.Description = c.Group, c.Name, c.VPC, c.Description
	case model.RemoveTag:
		w.Group, w.Key, w.Old = c.Group, c.Key, c.Old
	}
	if w.Kind == "" {
		return wireChange{}, fmt.Errorf("write a change: none was given, or one of an unknown kind")
	}
	return w, err
}

func decodeChange(w wireChange) (model.Change, error) {
	switch w.Kind {
	case model.ChangeKind(model.CreateGroup{}):
		c := model.CreateGroup{VPC: w.VPC, Name: w.Name, Description: w.Description}
		if w.Tag != nil {
			c.Tag = model.Tag(*w.Tag)
		}
		return c, nil
	case model.ChangeKind(model.Authorize{}):
		r, err := decodeRule(w.Rule)
		tags := model.TagSetOf(decodeTags(w.Tags))
		return model.Authorize{Group: w.Group, Rule: r, Description: w.Description, Tags: tags}, err
	case model.ChangeKind(model.Revoke{}):
		r, err := decodeRule(w.Rule)
		return model.Revoke{Group: w.Group, Rule: r, RuleID: w.RuleID}, err
	case model.ChangeKind(model.SetTag{}):
		return model.SetTag{Group: w.Group, Key: w.Key, Old: w.Old, HadOld: w.HadOld, New: w.New}, nil
	case model.ChangeKind(model.DeleteGroup{}):
		return model.DeleteGroup{Group: w.Group, Name: w.Name, VPC: w.VPC, Description: w.Description}, nil
	case model.ChangeKind(model.RemoveTag{}):
		return model.RemoveTag{Group: w.Group, Key: w.Key, Old: w.Old}, nil
	}
	return nil, fmt.Errorf("%q is no kind of change that this program knows", w.Kind)
}

// encodeRule refuses a rule that is not canonical: it would come back as another one.
func encodeRule(r model.Rule) (*wireRule, error) {
	w := &wireRule{
		Direction: r.Direction.String(), Protocol: r.Protocol.String(), Ports: r.Ports.Text(r.Protocol),
		Peer: wirePeer{r.Peer.Kind.String(), r.Peer.String()}, Text: r.String(),
	}
	back, err := decodeRule(w)
	if err != nil {
		return nil, fmt.Errorf("write the rule %s: %w", r, err)
	}
	if back != r {
		return nil, fmt.Errorf("write the rule %s: it is not in canonical form", r)
	}
	return w, nil
}

func decodeRule(w *wireRule) (model.Rule, error) {
	if w == nil {
		return model.Rule{}, fmt.Errorf("the rule is missing")
	}
	dir, err := named(w.Direction, "direction", model.Egress)
	if err != nil {
		return model.Rule{}, err
	}
	proto, err := model.ParseProtocol(w.Protocol)
	if err != nil {
		return model.Rule{}, fmt.Errorf("read a rule: %w", err)
	}
	ports, err := model.ParsePorts(proto, w.Ports)
	if err != nil {
		return model.Rule{}, fmt.Errorf("read a rule: %w", err)
	}
	peer, err := decodePeer(w.Peer)
	return model.Rule{Direction: dir, Protocol: proto, Ports: ports, Peer: peer}, err
}

func decodePeer(w wirePeer) (model.Peer, error) {
	kind, err := named(w.Kind, "kind of peer", model.PeerPrefixList)
	if err != nil {
		return model.Peer{}, err
	}
	switch kind {
	case model.PeerNone:
		return model.Peer{}, fmt.Errorf("the rule has no peer")
	case model.PeerCIDR:
		p, err := netip.ParsePrefix(w.Value)
		if err != nil {
			return model.Peer{}, fmt.Errorf("read the peer: %w", err)
		}
		return model.CIDRPeer(p), nil
	case model.PeerGroup:
		return model.GroupPeer(w.Value), nil
	case model.PeerPrefixList:
		return model.PrefixListPeer(w.Value), nil
	}
	return model.Peer{}, nil
}
