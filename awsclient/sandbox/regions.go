package sandbox

import "slices"

// region is a Region that the account has enabled, beside its own. There is nothing in it but EMR's block
// public access.
type region struct {
	name string
	bpa  publicAccess
}

// describeRegions lists the Regions that the account has enabled, and no other: the sandbox knows none of those.
func describeRegions(c *call) error {
	names := []string{c.region}
	for _, r := range c.regions {
		if !slices.Contains(names, r.name) {
			names = append(names, r.name)
		}
	}
	slices.Sort(names)
	if want := c.q.texts("RegionName"); len(want) > 0 {
		for _, name := range want {
			if !slices.Contains(names, name) {
				return badValue("Invalid region name: %s", name)
			}
		}
		names = want
	}
	all := make([]*string, len(names))
	for i := range names {
		all[i] = &names[i]
	}
	passing, err := sift(c.q, all, attrs[*string]{
		"region-name":   func(name *string) []string { return []string{*name} },
		"opt-in-status": func(*string) []string { return []string{"opt-in-not-required"} },
	}, nil)
	if err != nil {
		return err
	}
	suffix := ".amazonaws.com"
	if c.partition == "aws-cn" {
		suffix += ".cn"
	}
	items(c.x, "regionInfo", passing, func(name *string) {
		c.x.text("regionName", *name)
		c.x.text("regionEndpoint", "ec2."+*name+suffix)
		c.x.text("optInStatus", "opt-in-not-required")
	})
	return nil
}

func (b *builder) makeRegions() {
	list := b.s.Regions
	if list == nil {
		for _, name := range nearRegions(b.partition) {
			if name != b.region {
				list = append(list, regionScript{Name: name})
			}
		}
	}
	for _, s := range list {
		if s.Name == b.region {
			b.wrong("region %s: it is the scenario's own: say what is so there outside of regions", s.Name)
			continue
		}
		r := &region{name: s.Name, bpa: b.publicAccess(s.BPA)}
		r.bpa.missing = s.NoBPA
		b.regions = append(b.regions, r)
	}
}

// nearRegions are a few of each partition, enough to see that there is more than one.
func nearRegions(partition string) []string {
	switch partition {
	case "aws-cn":
		return []string{"cn-northwest-1"}
	case "aws-us-gov":
		return []string{"us-gov-east-1"}
	}
	return []string{"eu-west-1", "us-west-2"}
}
