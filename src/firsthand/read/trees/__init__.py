"""Reading over dependency trees: rules for languages that inflect, each of which brings its own words."""
