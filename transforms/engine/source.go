package engine

import (
	"crypto/md5" //nolint:gosec // datasets state it; it tells one picture from another, and proves nothing
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// cropped is what came of a box.
type cropped struct {
	box    *crop.Box
	result *crop.Result
	err    error
}

// source is a downloaded picture with its hashes, each computed at most once,
// however many tasks ask for it.
type source struct {
	body        []byte
	boxes       int           // how many crops are asked for
	picture     *crop.Picture // nil before they are
	last        *cropped      // nil before the first
	md5, sha256 string        // "" before they are asked for
}

// crop cuts a box out of the picture. Pieces that differ in their caption only
// come one after the other, and share a crop.
func (s *source) crop(box *crop.Box, o crop.Options) (*crop.Result, error) {
	if s.last != nil && s.last.box == box {
		return s.last.result, s.last.err
	}
	if err := s.open(o); err != nil {
		return nil, err
	}
	result, err := s.picture.Crop(box)
	s.last = &cropped{box, result, err}
	return result, err
}

// open reads the picture's header, unless that was done.
func (s *source) open(o crop.Options) (err error) {
	if s.picture == nil {
		s.picture, err = crop.Open(s.body, s.boxes, o)
	}
	return err
}

// boxesOf returns the boxes that tasks ask for crops of.
func boxesOf(tasks []*cropTask) []*crop.Box {
	var boxes []*crop.Box
	for i, p := range tasks {
		if i == 0 || p.box != tasks[i-1].box {
			boxes = append(boxes, p.box)
		}
	}
	return boxes
}

func (s *source) sumMD5() string {
	if s.md5 == "" {
		sum := md5.Sum(s.body) //nolint:gosec // see the import
		s.md5 = hex.EncodeToString(sum[:])
	}
	return s.md5
}

func (s *source) sumSHA256() string {
	if s.sha256 == "" {
		sum := sha256.Sum256(s.body)
		s.sha256 = hex.EncodeToString(sum[:])
	}
	return s.sha256
}

// Lengths of hashes in hexadecimal digits, which tell them apart.
const (
	digitsMD5    = 2 * md5.Size
	digitsSHA256 = 2 * sha256.Size
)

// verify compares the picture's hash with one that ParseHash returned.
func (s *source) verify(want string) error {
	var got string
	switch len(want) {
	case 0:
		return nil
	case digitsMD5:
		got = s.sumMD5()
	default:
		got = s.sumSHA256()
	}
	if got != want {
		return reason.Errorf(reason.HashMismatch, "the picture's hash is %s, the dataset's %s", got, want)
	}
	return nil
}

// ParseHash reads a cell of the column of hashes: MD5 or SHA-256, in hexadecimal
// digits of either case, which it returns in the lower one. Without one nothing
// can be verified, and whoever asks for verified pictures wants no others: that is
// an error, too. Every error is a *reason.Error with InvalidRow.
func ParseHash(cell any) (string, error) {
	text, isText := cell.(string)
	text = strings.ToLower(strings.TrimSpace(text))
	if cell == nil || isText && text == "" {
		return "", reason.Errorf(reason.InvalidRow, "the row has no hash to verify the picture by")
	}
	_, err := hex.DecodeString(text)
	if !isText || err != nil || len(text) != digitsMD5 && len(text) != digitsSHA256 {
		return "", reason.Errorf(reason.InvalidRow, "the hash %q is neither an MD5 nor a SHA-256 in hexadecimal digits", reason.Clip(fmt.Sprint(cell)))
	}
	return text, nil
}
