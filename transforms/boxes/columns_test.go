package boxes

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// usualColumns are the names that datasets give four columns of a box, in the
// order of the box's numbers.
var usualColumns = []struct{ dataset, columns, format string }{
	{"Open Images", "XMin,YMin,XMax,YMax", XYXY},
	{"Pascal VOC as a table", "xmin,ymin,xmax,ymax", XYXY},
	{"torchvision", "x_min,y_min,x_max,y_max", XYXY},
	{"dlib", "left,top,right,bottom", XYXY},
	{"DataComp-like", "face_x1,face_y1,face_x2,face_y2", XYXY},
	{"CVAT", "xtl,ytl,xbr,ybr", XYXY},
	{"PIL", "x0,y0,x1,y1", XYXY},
	{"COCO as a table", "bbox_x,bbox_y,bbox_w,bbox_h", XYWH},
	{"CelebA", "x_1,y_1,width,height", XYWH},
	{"VGGFace2", "X,Y,W,H", XYWH},
	{"WIDER FACE", "x1,y1,w,h", XYWH},
	{"Azure", "faceRectangle.left,faceRectangle.top,faceRectangle.width,faceRectangle.height", XYWH},
	{"YOLO", "x_center,y_center,width,height", CXCYWH},
}

func TestFindColumns(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range usualColumns {
		t.Run(c.dataset, func(t *testing.T) {
			want := strings.Split(c.columns, ",")
			for range 10 {
				there := append([]string{"url", "label", "image_width", "max_x"}, want...)
				random.Shuffle(len(there), func(i, j int) { there[i], there[j] = there[j], there[i] })
				if got, err := FindColumns(there); err != nil || !slices.Equal(got, want) {
					t.Errorf("FindColumns(%q) = %q, %v, want %q", there, got, err, want)
				}
				mixed := slices.Clone(want)
				random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
				if got := InOrder(mixed); !slices.Equal(got, want) {
					t.Errorf("InOrder(%q) = %q, want %q", mixed, got, want)
				}
			}
			if got := formatsOf(want); len(got) == 0 || got[0] != c.format {
				t.Errorf("formatsOf(%q) = %q, want %s", want, got, c.format)
			}
		})
	}
}

func TestFindColumnsWithoutOne(t *testing.T) {
	for name, c := range map[string]struct{ there, err string }{
		"none":                 {"url,width,height,x,y2", ""},
		"three":                {"url,x1,y1,x2", ""},
		"of something else":    {"url,watermark_x1,watermark_y1,watermark_x2,watermark_y2", ""},
		"different prefixes":   {"url,face_x1,box_y1,face_x2,face_y2", ""},
		"two boxes of one row": {"url,x1,y1,x2,y2,face_x1,face_y1,face_x2,face_y2", "x1,y1,x2,y2 or in face_x1,face_y1,face_x2,face_y2"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := FindColumns(strings.Split(c.there, ","))
			if got != nil || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%q, %v, want an error that says %q", got, err, c.err)
			}
		})
	}
}

// Names that are not known say nothing: the columns come in the order that was
// asked for.
func TestInOrderLeavesUnknownNames(t *testing.T) {
	columns := []string{"b", "a", "d", "c"}
	if got := InOrder(columns); !slices.Equal(got, columns) {
		t.Errorf("got %q", got)
	}
	if got := formatsOf(columns); got != nil {
		t.Errorf("formats %q", got)
	}
}

// With both a right edge and a width the edges are read.
func TestFindColumnsPrefersEdges(t *testing.T) {
	got, err := FindColumns([]string{"x1", "y1", "w", "h", "x2", "y2"})
	if want := []string{"x1", "y1", "x2", "y2"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
}
