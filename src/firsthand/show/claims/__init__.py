"""What a person sees of claims: the board, the page of one claim, its graph, the dossier."""
