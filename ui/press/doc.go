// Package press makes key presses of the names that Bubble Tea gives them, for whoever plays the explorer
// without a terminal: its tests, the plays of the lessons, and the maker of the pictures.
package press
