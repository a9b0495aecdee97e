package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"

	"github.com/beamcrop/beamcrop/pipeline"
	"github.com/beamcrop/beamcrop/pipeline/option"
)

// command is what the command line asks for beside a job's options.
type command struct {
	demo    bool
	version bool
	help    string // "", helpShort or helpAll
	config  string // the file that further options are in
}

// options are the command's own entries beside those of pipeline.Options.
func (c *command) options() []option.Option {
	return []option.Option{
		{
			Name: "demo", Group: option.Run, Common: true, Once: true, Value: option.Bool(&c.demo),
			Help: "make a small dataset from an embedded sample and an image server in this process",
		}, {
			Name: "config", Group: option.Run, Once: true, Value: option.Text(&c.config),
			Help: "read further options from this YAML `file`, such as the _beamcrop/config.yaml of an output, which repeats its run; what the command line says counts",
		}, {
			Name: "version", Group: option.Run, Once: true, Value: option.Bool(&c.version), Help: "print the version and exit",
		}, {
			Name: "help", Group: option.Run, Once: true, Value: helpValue{&c.help}, Help: "list the most useful flags, or all of them with --help=all",
		}, {
			Name: "h", Value: helpValue{&c.help}, Help: "the same as --help",
		},
	}
}

// parse reads the flags, Beam's own among them, the words between them, and the file
// that --config names.
func parse(ctx context.Context, fs *flag.FlagSet, o *pipeline.Options, args []string) (command, error) {
	var c command
	fs.Init("beamcrop", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // an error is one line, not the list of flags
	o.Flags(fs)
	option.Define(fs, c.options())
	words, err := setFlags(fs, args)
	if err != nil || c.help != "" || c.version {
		return c, err
	}
	var file config
	if c.config != "" {
		if file, err = readConfig(ctx, c.config); err != nil {
			return c, fmt.Errorf("--config: %w", err)
		}
	}
	if err := place(fs, words, c.demo || o.Verify, o.OnlyLooks(), file); err != nil {
		return c, err
	}
	if err := file.apply(fs); err != nil {
		return c, err
	}
	return c, fs.Parse(nil) // so that Beam takes the flags for read
}

// setFlags sets the flags among args and returns the words between them. It stops at
// a --help, as package flag does.
func setFlags(fs *flag.FlagSet, args []string) (words []string, err error) {
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(words, args[i+1:]...), nil
		}
		name, value, hasValue, ok := splitFlag(args[i])
		if !ok {
			if i > 0 {
				if err := afterBool(fs, args[i-1], args[i]); err != nil {
					return nil, err
				}
			}
			words = append(words, args[i])
			continue
		}
		f := fs.Lookup(name)
		switch {
		case f == nil:
			return nil, unknown(fs, name)
		case hasValue:
		case isBool(f):
			value = "true"
		case i+1 == len(args) || isFlag(fs, args[i+1]):
			return nil, fmt.Errorf("--%s has no value: write --%s=VALUE", name, name)
		default:
			i++
			value = args[i]
		}
		if err := set(fs, f, value); err != nil {
			return nil, fmt.Errorf("--%s=%s: %w", name, value, err)
		}
		if name == "help" || name == "h" {
			return nil, nil
		}
	}
	return words, nil
}

// set sets a flag; its error says what to write, also for Beam's flags.
func set(fs *flag.FlagSet, f *flag.Flag, value string) error {
	err := fs.Set(f.Name, value)
	if err == nil {
		return nil
	}
	if getter, ok := f.Value.(flag.Getter); ok {
		return unreadable(getter, err)
	}
	return err
}

// afterBool refuses "--square true", which package flag takes for --square and a word.
func afterBool(fs *flag.FlagSet, before, word string) error {
	name, _, hasValue, ok := splitFlag(before)
	f := fs.Lookup(name)
	_, notBool := strconv.ParseBool(word)
	if notBool != nil || !ok || hasValue || f == nil || !isBool(f) {
		return nil //nolint:nilerr // then the word is none of a flag's
	}
	return fmt.Errorf("%q is taken for a file after --%s: write --%s=%s", word, name, name, word)
}

func flagNames(fs *flag.FlagSet) []string {
	var names []string
	fs.VisitAll(func(f *flag.Flag) {
		if !forWorkers(f.Name) {
			names = append(names, f.Name)
		}
	})
	return names
}

// helpValue is the value of --help, which may stand alone.
type helpValue struct{ at *string }

// What --help lists.
const (
	helpShort = "short"
	helpAll   = "all"
)

func (h helpValue) Set(text string) error {
	switch text {
	case "true":
		*h.at = helpShort
	case helpAll:
		*h.at = helpAll
	default:
		return errors.New("write --help, or --help=all for every flag")
	}
	return nil
}

func (h helpValue) String() string { return "" }

// IsBoolFlag tells package flag that --help alone is enough.
func (h helpValue) IsBoolFlag() bool { return true }
