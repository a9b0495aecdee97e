package table

import "slices"

// Constant is a column that has the same value in all rows of a file, which need not
// have such a column itself: the folders that a dataset is partitioned by give some.
type Constant struct {
	Name string
	Type string // TypeString or TypeInt32
	Text string // the value as it was written
	Null bool   // there is none
}

// Constant returns the constant of that name.
func (c Columns) Constant(name string) (found Constant, ok bool) {
	i := slices.IndexFunc(c.Constants, func(k Constant) bool { return k.Name == name })
	if i < 0 {
		return found, false
	}
	return c.Constants[i], true
}

// OwnColumns returns the columns to read of the file itself.
func (c Columns) OwnColumns() Columns {
	isConstant := func(name string) bool { _, is := c.Constant(name); return is }
	c.Keep = slices.DeleteFunc(slices.Clone(c.Keep), isConstant)
	c.Also = slices.DeleteFunc(slices.Clone(c.Also), isConstant)
	if isConstant(c.Caption) {
		c.Caption = ""
	}
	return c
}

// KeptConstants returns the constants that are kept.
func (c Columns) KeptConstants() []Constant {
	all := c.Constants
	c.Constants = nil
	return slices.DeleteFunc(slices.Clone(all), func(k Constant) bool { return !c.Keeps(k.Name) })
}

// AddConstants adds the constants to a file's columns, in the place of those that have
// their names.
func (c Columns) AddConstants(columns []Column) []Column {
	columns = slices.DeleteFunc(slices.Clone(columns), func(own Column) bool { _, is := c.Constant(own.Name); return is })
	for _, k := range c.Constants {
		columns = append(columns, Column{Name: k.Name, Type: k.Type})
	}
	return columns
}
