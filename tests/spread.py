"""A small codebook with links: to codes, to literature, with words of their own."""

BOOK = """\
id: spread
title: "Spread"
kind: inductive
links:
  - {from: stories, kind: leads_to, to: interest}   # told again
  - from: interest
    kind: "makes room for"
    to: network.meeting
  - {from: stories, kind: supports, to: "Schein (2010)", label: {en: "agrees with", da: "er enig med"}}
codes:
  - id: stories
    name: {en: "Stories", da: "Historier"}
  - id: interest
    name: "Interest"
  - id: network
    name: "Network"
    codes:
      - id: meeting
        name: "Meeting"
  - id: other
    name: "Other"
"""
