"""Where a report comes from: who took it from whom, how many independent origins stand behind a claim, what drifted."""
