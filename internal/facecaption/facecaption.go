// Package facecaption is the schema of FaceCaption-15M
// (https://huggingface.co/datasets/OpenFace-CQUPT/FaceCaption-15M), for the
// demo, the benchmarks and the tests that write small datasets of it.
package facecaption

// Row is one row. URL may hold several links joined by ", ", with UNKNOWN as
// filler; Box is JSON, [x1,y1,x2,y2] in pixels, sometimes null or malformed.
type Row struct {
	ID           string   `parquet:"_id"`
	URL          string   `parquet:"url"`
	Caption      []string `parquet:"caption,list"`
	LAIONCaption []string `parquet:"laion_caption,list"`
	Box          *string  `parquet:"box,optional"`
}
