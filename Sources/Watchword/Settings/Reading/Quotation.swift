/// A given value in quotation marks, fit for a line of a terminal or a log: short, without control characters, and
/// without the user and password that a URL may carry.
func quotation(of text: String) -> String {
    let shown = text.replacing(#/://[^/]*@/#, with: "://•••@")
    let cut = shown.count > 100 ? shown.prefix(99) + "…" : shown[...]
    return "\"" + cut.unicodeScalars.map(visible).joined() + "\""
}

private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
    default: String(scalar)
    }
}
