// Package canvas draws on character cells: text, boxes, and graphs laid out in
// layers. It turns a [Graph] of boxes and edges into a [Drawing] that can be
// painted, hit with a mouse and walked with arrow keys.
//
// It knows nothing of security groups and nothing of colour: everything is drawn
// with an [Ink], a number that the caller maps to a style. It reads no terminal
// and writes none; a [Canvas] gives back rows of text.
//
// The words: a column holds the nodes of one rank. The gutter is the space between
// two columns; in it each edge has a lane, rows of its own for the line, the label
// above it and the note below it. On either side of the lanes is a channel, in
// which lines change rows on tracks. A node that hangs is a line of text joined to
// the bottom of the box above it.
package canvas
