package io.patchclamp.internal.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Operations DJL does not bind, or that would take several calls, as TorchScript written here: a module is a zip of four
 * small entries. A fixed, tested set; no text from outside is ever spliced in.
 */
final class FusedKernels {
    private static final String SOURCE = """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return x
              def rms_norm(self: __torch__.M, x: Tensor, weight: Tensor, epsilon: Tensor) -> Tensor:
                variance = torch.mean(torch.pow(x, 2), [-1], True)
                scaled = torch.mul(x, torch.rsqrt(torch.add(variance, epsilon)))
                return torch.mul(weight, scaled)
              def rope(self: __torch__.M, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
                halves = torch.chunk(x, 2, -1)
                rotated = torch.cat([torch.neg(halves[1]), halves[0]], -1)
                return torch.add(torch.mul(x, cos), torch.mul(rotated, sin))
              def silu(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.silu(x)
              def gelu(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.gelu(x, approximate="none")
              def gelu_tanh(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.gelu(x, approximate="tanh")
              def relu(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.relu(x)
              def soft_cap(self: __torch__.M, x: Tensor, cap: Tensor) -> Tensor:
                return torch.mul(torch.tanh(torch.div(x, cap)), cap)
              def layer_norm(self: __torch__.M, x: Tensor, weight: Tensor, bias: Tensor, epsilon: Tensor) -> Tensor:
                mean = torch.mean(x, [-1], True)
                centred = torch.sub(x, mean)
                variance = torch.mean(torch.pow(centred, 2), [-1], True)
                scaled = torch.mul(centred, torch.rsqrt(torch.add(variance, epsilon)))
                return torch.add(torch.mul(scaled, weight), bias)
              def gradients(self: __torch__.M, ends: List[Tensor], slopes: List[Tensor], begins: List[Tensor]) -> List[Tensor]:
                some = annotate(List[Tensor], [])
                given = annotate(List[Optional[Tensor]], [])
                for j in range(torch.len(slopes)):
                  if ops.prim.requires_grad(ends[j]):
                    _0 = torch.append(some, ends[j])
                    _1 = torch.append(given, slopes[j])
                found = torch.grad(some, begins, given, True, False, True)
                out = annotate(List[Tensor], [])
                for i in range(torch.len(found)):
                  g = found[i]
                  if torch.__is__(g, None):
                    _2 = torch.append(out, torch.zeros([0]))
                  else:
                    _3 = torch.append(out, unchecked_cast(Tensor, g))
                return out
              def attend_causal(self: __torch__.M, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, None, 0., True)
              def attend_all(self: __torch__.M, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, None, 0., False)
              def attend_masked(self: __torch__.M, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, mask, 0., False)
            """;

    private FusedKernels() {}

    static byte[] module() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "m/version", "10\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, 0x29, 0x2E});
            store(zip, "m/data.pkl", pickle());
            store(zip, "m/code/__torch__.py", SOURCE.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** The object of class {@code __torch__.M} with state {@code {training: False}}, in pickle protocol 2. */
    private static byte[] pickle() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2});
        out.write("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {0x29, (byte) 0x81, 0x7D, 0x28, 0x58, 8, 0, 0, 0});
        out.write("training".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {(byte) 0x89, 0x75, 0x62, 0x2E});
        return out.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
