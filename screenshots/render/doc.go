// Package render makes pictures of a terminal: a frame of text with its colours
// becomes an SVG or a PNG of a window. The same frame gives the same bytes.
//
// Letters are text in the SVG and the Go fonts in the PNG. Everything that has to
// join or to look the same everywhere (lines, blocks, arrows, marks) is drawn as a
// path by this package in both, whatever fonts the viewer has.
//
// It runs no terminal: the frame is what a program drew, as lines with SGR codes.
package render
