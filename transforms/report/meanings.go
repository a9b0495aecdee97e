package report

import "github.com/beamcrop/beamcrop/transforms/reason"

// meanings explain the reasons to people.
var meanings = map[string]string{
	string(reason.InvalidRow):       "no link or picture, a path that leaves its folder, or a box that cannot be read",
	string(reason.InvalidURL):       "not an absolute http or https link",
	string(reason.MissingFile):      "the row names a file that is not there",
	string(reason.UnreadableFile):   "the row names a file that cannot be read",
	string(reason.BlockedAddress):   "a loopback, private or link-local address",
	string(reason.BlockedByRobots):  "the site's robots.txt says no",
	string(reason.OptedOut):         "the answer's headers refuse machine learning",
	string(reason.DNS):              "the host's name did not resolve",
	string(reason.Connect):          "the connection was refused, reset or not possible",
	string(reason.TLS):              "handshake or certificate",
	string(reason.Timeout):          "no complete answer within the deadline",
	string(reason.TooSlow):          "the body came too slowly",
	string(reason.TooManyRedirects): "more redirects than allowed, or a loop",
	string(reason.HTTP4xx):          "the server says that there is no such picture, or not for us",
	string(reason.HTTP429):          "the server was asked too often",
	string(reason.HTTP5xx):          "the server failed",
	string(reason.TooLarge):         "more bytes than allowed",
	string(reason.Truncated):        "the download or the picture ends early",
	string(reason.NotAnImage):       "the answer is no picture, often a page of HTML",
	string(reason.Unsupported):      "a kind of picture that is not decoded",
	string(reason.Decode):           "a broken picture",
	string(reason.TooManyPixels):    "more pixels than allowed",
	string(reason.SourceTooSmall):   "the picture is smaller than allowed",
	string(reason.AspectRatio):      "the picture is longer for its width than allowed",
	string(reason.BoxOutside):       "the box does not meet the picture",
	string(reason.TooSmall):         "the crop is smaller than allowed",
	string(reason.Encode):           "the crop could not be encoded",
	string(reason.HostDown):         "the host was given up for this run",
	string(reason.HashMismatch):     "the download is not what the dataset's hash says",
}
