package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// compare gives the places at which two answers to a step differ. Where one peer refuses and the other
// does not, that is all there is to say.
func compare(step string, box, moto answer) []difference {
	_, boxRefuses := box["error"]
	_, motoRefuses := moto["error"]
	if boxRefuses != motoRefuses {
		return []difference{{step, "the call", outcome(box), outcome(moto)}}
	}
	c := comparison{step: step}
	c.values("", map[string]any(box), map[string]any(moto))
	return c.found
}

// outcome says how a call ended.
func outcome(a answer) string {
	e, refused := a["error"].(map[string]any)
	if !refused {
		return "accepted"
	}
	return fmt.Sprintf("%v: %v", e["code"], e["message"])
}

type comparison struct {
	step  string
	found []difference
}

// differ notes a difference, once for all elements of a list that have it.
func (c *comparison) differ(place, box, moto string) {
	d := difference{c.step, place, box, moto}
	if !slices.Contains(c.found, d) {
		c.found = append(c.found, d)
	}
}

func (c *comparison) values(place string, box, moto any) {
	boxMap, isMap := box.(map[string]any)
	motoMap, bothMaps := moto.(map[string]any)
	boxList, isList := box.([]any)
	motoList, bothLists := moto.([]any)
	switch {
	case isMap && bothMaps:
		keys := slices.AppendSeq(slices.Collect(maps.Keys(boxMap)), maps.Keys(motoMap))
		slices.Sort(keys)
		for _, k := range slices.Compact(keys) {
			c.values(strings.TrimPrefix(place+"."+k, "."), boxMap[k], motoMap[k])
		}
	case isList && bothLists:
		c.lists(place, boxList, motoList)
	case canonical(box) != canonical(moto):
		c.differ(place, said(box), said(moto))
	}
}

// lists pairs the elements that are of the same thing, whatever their order.
func (c *comparison) lists(place string, box, moto []any) {
	left := slices.Clone(moto)
	for _, b := range box {
		i := slices.IndexFunc(left, func(m any) bool { return of(m) == of(b) })
		if i < 0 {
			c.differ(place, said(b), "-")
			continue
		}
		c.values(place, b, left[i])
		left = slices.Delete(left, i, i+1)
	}
	for _, m := range left {
		c.differ(place, "-", said(m))
	}
}

// of names the thing that an element of a list is about.
func of(v any) string {
	m, is := v.(map[string]any)
	if !is {
		return canonical(v)
	}
	var parts []string
	for _, k := range []string{
		"GroupName", "Key", "IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv4", "CidrIpv6",
	} {
		if e, has := m[k]; has {
			parts = append(parts, fmt.Sprintf("%s=%v", k, e))
		}
	}
	if len(parts) == 0 {
		return canonical(m["GroupId"])
	}
	return strings.Join(parts, " ")
}

// said gives a value as the table has it: what a thing is of is enough for a whole one.
func said(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case map[string]any:
		return of(v)
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, said(e))
		}
		return strings.Join(all, ", ")
	}
	return fmt.Sprint(v)
}
