"""Files that are broken at random, with seeds that stay: every reader answers in words, in time, within its memory."""
