"""What the previews of several codecs share."""
