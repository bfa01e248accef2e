/// Reads the environment variables that begin with `WATCHWORD_`; no other variable is looked at.
struct EnvironmentReader {
    let table: SettingTable

    /// Takes every variable of ours and files it, or a complaint about it, in the order of their names.
    func read(_ environment: [String: String], into given: inout GivenValues, findings: inout Findings) {
        var ignored: [String] = []
        let ours = environment.filter { $0.key.hasPrefix(SettingName.variablePrefix) }
        for (variable, text) in ours.sorted(by: { $0.key < $1.key }) {
            if isSetByKubernetes(variable, text) {
                ignored.append(variable)
            } else if let name = table.name(variable: variable) {
                _ = given.add(GivenValue(text: text, source: .variable(name)), for: name, rank: .environment)
            } else {
                refuseUnknown(variable, findings: &findings)
            }
        }
        if !ignored.isEmpty {
            findings.warn(
                "ignored \(ignored.count) environment variables that Kubernetes sets for a Service named watchword "
                    + "(enableServiceLinks: false avoids them): " + ignored.joined(separator: ", "))
        }
    }

    private func refuseUnknown(_ variable: String, findings: inout Findings) {
        let nearest = table.nearest(to: String(variable.dropFirst(SettingName.variablePrefix.count)))
        findings.complain(
            at: "\(variable) (environment)", "is no setting of Watchword",
            expected: nearest.map { "perhaps \($0.variable)" } ?? "one of the variables that --help lists")
    }
}

/// Whether a variable comes from Kubernetes, which describes every Service of the namespace to every container. For
/// Services named `watchword` or `watchword-…` those names begin like ours; one of them even is `WATCHWORD_PORT`.
private func isSetByKubernetes(_ variable: String, _ text: String) -> Bool {
    let service = /^WATCHWORD(_[A-Z0-9_]+)?_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$/
    let link = /^WATCHWORD(_[A-Z0-9_]+)?_PORT_[0-9]+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?$/
    let url = /^(tcp|udp|sctp):\/\//
    if variable.contains(service) || variable.contains(link) { return true }
    return variable.hasSuffix("_PORT") && text.contains(url)
}
