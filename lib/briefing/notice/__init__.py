"""督查通报 and the sheet of one agency: what they say."""
