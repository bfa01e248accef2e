import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The files that the pages load, under names that carry their hash: `/u/assets/page-1a2b3c4d.css`.
struct PageAssets: Sendable {
    let style: String
    let form: String
    let code: String
    private let files: [String: (type: String, content: ByteBuffer)]

    init() {
        var files: [String: (type: String, content: ByteBuffer)] = [:]
        func add(_ content: [UInt8], _ name: String, _ ending: String, _ type: String) -> String {
            let hash = SHA256.hash(data: content).prefix(4).map {
                String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
            }
            let file = "\(name)-\(hash.joined()).\(ending)"
            files[file] = (type, ByteBuffer(bytes: content))
            return Self.folder + file
        }
        style = add(PackageResources.page_css, "page", "css", "text/css")
        form = add(PackageResources.form_js, "form", "js", "text/javascript")
        code = add(PackageResources.code_js, "code", "js", "text/javascript")
        self.files = files
    }

    /// The address of the style sheet with the tenant's colours.
    func brand(_ colors: BrandColors) -> String { Self.folder + colors.styleSheetName }

    /// The file of that name, without the folder; nil when there is none.
    func answer(_ name: String) -> Response? {
        if let file = files[name] {
            return Response(
                status: .ok, headers: PageHeaders.asset(type: file.type), body: .init(byteBuffer: file.content))
        }
        guard let colors = BrandColors(styleSheetName: name) else { return nil }
        return Response(
            status: .ok, headers: PageHeaders.asset(type: "text/css"),
            body: .init(byteBuffer: ByteBuffer(string: colors.styleSheet)))
    }

    private static let folder = "/u/assets/"
}
