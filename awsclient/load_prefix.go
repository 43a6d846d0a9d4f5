package awsclient

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/sgscope/sgscope/model"
)

// readPrefixLists reads which prefix lists there are, AWS's own among them. What they hold is read by list.
func (l *load) readPrefixLists(ctx context.Context) {
	from := ec2.NewDescribeManagedPrefixListsPaginator(l.r.ec2,
		&ec2.DescribeManagedPrefixListsInput{MaxResults: l.r.opts.pageOf(prefixListsPage)},
		func(o *ec2.DescribeManagedPrefixListsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartPrefixLists, callDescribeManagedPrefixLists, ""}
	survey(ctx, l, at, from, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeManagedPrefixListsOutput) error {
			for _, v := range page.PrefixLists {
				b.AddPrefixList(prefixListOf(v, l.r.region))
			}
			return nil
		})
}

// namedLists gives the prefix lists that rules and routes name. All groups count, not only those that matter
// to EMR: a Region has few lists, and a path may be asked for between any two groups.
func namedLists(s model.Snapshot) []string {
	var ids []string
	for g := range s.Groups() {
		for _, r := range g.Rules {
			if r.Rule.Peer.Kind == model.PeerPrefixList {
				ids = append(ids, r.Rule.Peer.ID)
			}
		}
	}
	for t := range s.RouteTables() {
		for _, r := range t.Routes {
			ids = append(ids, r.PrefixList)
		}
	}
	for t := range s.TransitTables() {
		for _, r := range t.Routes {
			ids = append(ids, r.PrefixList)
		}
	}
	return unique(ids)
}

// readEntries reads what the named lists hold. The part is whole if all of those were read; of a list that
// nothing names the entries stay unread, and the list says so.
//
// Equivalent to: aws ec2 get-managed-prefix-list-entries --prefix-list-id ID, for each.
func (l *load) readEntries(ctx context.Context, s model.Snapshot) {
	if l.reading(model.PartGroups).State < model.ReadPartly && l.reading(model.PartRoutes).State < model.ReadPartly {
		return // nothing was read that could name one
	}
	l.begin(model.PartPrefixListEntries)
	defer l.end(model.PartPrefixListEntries)
	var answered faults
	each(namedLists(s), func(id string) {
		entries, err := l.listEntries(ctx, id)
		answered.note(err)
		if err != nil {
			return
		}
		list, ok := s.PrefixList(id)
		if !ok {
			list = model.PrefixList{ID: id, Region: l.r.region}
		}
		list.Entries, list.EntriesRead = entries, true
		l.page(model.PartPrefixListEntries, "", func(b *model.Builder) { b.AddPrefixList(list) })
	})
	l.surveyed(model.PartPrefixListEntries, "", answered.reading())
}

// listEntries gives the entries of a list, all or none: half a list would answer questions wrongly.
func (l *load) listEntries(ctx context.Context, id string) ([]model.PrefixListEntry, error) {
	from := ec2.NewGetManagedPrefixListEntriesPaginator(l.r.ec2,
		&ec2.GetManagedPrefixListEntriesInput{
			PrefixListId: aws.String(id), MaxResults: l.r.opts.pageOf(prefixListsPage),
		},
		func(o *ec2.GetManagedPrefixListEntriesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var entries []model.PrefixListEntry
	_, err := pages(ctx, l, model.PartPrefixListEntries, callGetManagedPrefixListEntries, from, l.ec2With,
		func(page *ec2.GetManagedPrefixListEntriesOutput) error {
			for _, e := range page.Entries {
				entry, err := prefixListEntryOf(e)
				if err != nil {
					return untold(callGetManagedPrefixListEntries, id, err)
				}
				entries = append(entries, entry)
			}
			return nil
		})
	return entries, about(err, id)
}

// about names what the calls of a listing were about, which pages does not know.
func about(err error, resource string) error {
	if f, ok := errors.AsType[model.Failure](err); ok && f.Resource == "" {
		f.Resource = resource
		return f
	}
	return err
}
