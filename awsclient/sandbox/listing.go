package sandbox

// listing is what every Describe action does: by id or by filter, one page of it. P is a pointer: types
// of pointers have one code between them, those of structs have each their own.
type listing[P any] struct {
	set   string
	all   []P
	ids   string
	kind  idKind
	idOf  func(P) string
	attrs attrs[P]
	tags  func(P) tagMap
	size  pageSize
	write func(*xmlWriter, P)
}

// answer writes the page that the request asks for.
func (l listing[P]) answer(c *call) error {
	all, err := l.byID(c)
	if err != nil {
		return err
	}
	if all, err = sift(c.q, all, l.attrs, l.tags); err != nil {
		return err
	}
	from, to, token, err := page(c.q, c.action, l.size, len(all))
	if err != nil {
		return err
	}
	items(c.x, l.set, all[from:to], func(v P) { l.write(c.x, v) })
	c.x.some("nextToken", token)
	return nil
}

// byID narrows to the identifiers asked for; each must exist.
func (l listing[P]) byID(c *call) ([]P, error) {
	if l.ids == "" || len(c.q.texts(l.ids)) == 0 {
		return l.all, nil
	}
	at, err := askedFor(c, l.ids, l.kind, len(l.all), func(i int) string { return l.idOf(l.all[i]) })
	return picked(l.all, at), err
}

// picked gives the members at the places.
func picked[P any](all []P, at []int) []P {
	var out []P
	for _, i := range at {
		out = append(out, all[i])
	}
	return out
}

// askedFor gives the places of the n resources that have the identifiers asked for; each must exist.
func askedFor(c *call, param string, kind idKind, n int, idOf func(int) string) ([]int, error) {
	ids := c.q.texts(param)
	if c.q.has("MaxResults") {
		// EC2 speaks of instances by an older name of the parameter.
		if param == "InstanceId" {
			return nil, refuse("InvalidParameterCombination",
				"The parameter instancesSet cannot be used with the parameter maxResults")
		}
		return nil, refuse("InvalidParameterCombination",
			"The parameter %ss cannot be used with the parameter MaxResults", param)
	}
	want := map[string]bool{}
	for _, id := range ids {
		if err := kind.check(id); err != nil {
			return nil, err
		}
		want[id] = true
	}
	var out []int
	for i := range n {
		if id := idOf(i); want[id] {
			out = append(out, i)
			delete(want, id)
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
		return nil, kind.absent(gone...)
	}
	return out, nil
}
