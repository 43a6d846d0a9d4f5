package sandbox

// listing is what every Describe action does: by id or by filter, one page of it.
type listing[T any] struct {
	set   string
	all   []*T
	ids   string
	kind  idKind
	idOf  func(*T) string
	attrs attrs[T]
	tags  func(*T) tagMap
	size  pageSize
	write func(*xmlWriter, *T)
}

// answer writes the page that the request asks for.
func (l listing[T]) answer(c *call) error {
	all, err := l.byID(c)
	if err != nil {
		return err
	}
	if all, err = sift(c.q, all, l.attrs, l.tags); err != nil {
		return err
	}
	some, token, err := page(c.q, c.action, l.size, all)
	if err != nil {
		return err
	}
	items(c.x, l.set, some, func(v *T) { l.write(c.x, v) })
	c.x.some("nextToken", token)
	return nil
}

// byID narrows to the identifiers asked for; each must exist.
func (l listing[T]) byID(c *call) ([]*T, error) {
	ids := c.q.texts(l.ids)
	if len(ids) == 0 || l.ids == "" {
		return l.all, nil
	}
	if c.q.has("MaxResults") {
		// EC2 speaks of instances by an older name of the parameter.
		if l.ids == "InstanceId" {
			return nil, refuse("InvalidParameterCombination",
				"The parameter instancesSet cannot be used with the parameter maxResults")
		}
		return nil, refuse("InvalidParameterCombination",
			"The parameter %ss cannot be used with the parameter MaxResults", l.ids)
	}
	want := map[string]bool{}
	for _, id := range ids {
		if err := l.kind.check(id); err != nil {
			return nil, err
		}
		want[id] = true
	}
	var out []*T
	for _, v := range l.all {
		if want[l.idOf(v)] {
			out = append(out, v)
			delete(want, l.idOf(v))
		}
	}
	if len(want) > 0 {
		var gone []string
		for _, id := range ids {
			if want[id] {
				gone = append(gone, id)
				delete(want, id)
			}
		}
		return nil, l.kind.absent(gone...)
	}
	return out, nil
}
