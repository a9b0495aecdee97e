package crop

// IsPicture says whether data begins as a picture of a format that is decoded.
func IsPicture(data []byte) bool {
	_, err := sniff(data)
	return err == nil
}
