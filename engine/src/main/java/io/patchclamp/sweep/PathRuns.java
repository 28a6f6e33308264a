package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.model.Write;
import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Trials;

/**
 * The runs of one pair after the other. What goes through the receivers is put there: each receiver's numbers are taken
 * from a run in which the sender is patched and everything behind it is held, and patched into a run that is free.
 */
final class PathRuns {
    /** So many numbers of receivers are kept at once. */
    private static final long KEPT = 16_000_000;

    private final Readout readout;
    private final Model model;
    private final List<PathEnd> senders;
    private final List<PathEnd> receivers;
    private final List<int[]> columns;
    private final PathPatching.Ways ways;
    private final List<Electrode> sublayers;
    private final Progress progress;

    PathRuns(
            Readout readout,
            List<PathEnd> senders,
            List<PathEnd> receivers,
            List<int[]> columns,
            PathPatching.Ways ways,
            Progress progress) {
        this.readout = readout;
        this.model = readout.model();
        this.senders = senders;
        this.receivers = receivers;
        this.columns = columns;
        this.ways = ways;
        this.progress = progress;
        this.sublayers = new ArrayList<>(model.select("L*.attn.out").electrodes());
        if (ways.mlps() == PathPatching.Mlps.HELD) {
            sublayers.addAll(model.select("L*.mlp.out").electrodes());
        }
    }

    /** One sender of one pair, on its way. */
    private record Sent(int sender, int firstToken, Rows.Writer change, Map<Site, Rows.Reader> heard) {}

    /** One path of one pair. */
    private record Path(int sender, int column, List<Rows.Writer> writes, int firstToken) {}

    /** Whether a receiver can be reached. */
    boolean reaches(int sender, int receiver) {
        BlockOrder order = model.config().order();
        return receivers.get(receiver).place() >= senders.get(sender).reaches(order);
    }

    /** Whether a column has a receiver that can be reached. */
    boolean leads(int sender, int column) {
        return Arrays.stream(columns.get(column)).anyMatch(r -> reaches(sender, r));
    }

    /** The metric with each path patched, {@code [sender][column]}; the unpatched one where nothing changed. */
    double[][] run(int trial, Tokens clean, double unpatched, Trace trace) {
        double[][] values = new double[senders.size()][columns.size()];
        for (double[] row : values) {
            Arrays.fill(row, unpatched);
        }
        Map<Site, Rows> natural = read(readout.prompts().get(trial));
        Map<Site, Rows> source = read(clean);
        List<Sent> waiting = new ArrayList<>();
        for (int s = 0; s < senders.size(); s++) {
            sent(trial, s, natural, source).ifPresent(waiting::add);
        }
        long each = receivers.stream()
                .map(r -> r.electrode().site())
                .distinct()
                .mapToLong(site -> numbers(site, trace.tokens().length))
                .sum();
        int atOnce = (int) Math.max(1, Math.min(512, KEPT / each));
        for (int first = 0; first < waiting.size(); first += atOnce) {
            List<Sent> some = waiting.subList(first, Math.min(waiting.size(), first + atOnce));
            send(trace, some, natural);
            receive(trial, trace, some, values);
            some.forEach(sent -> sent.heard().clear());
            long done = (long) trial * senders.size() + first + some.size();
            progress.at("sweeping", done, (long) readout.trials().count() * senders.size(), "senders");
        }
        return values;
    }

    /** How many numbers a site has in a text. */
    private static long numbers(Site site, int tokens) {
        return (long) site.width() * tokens * (site.point().isAttention() ? tokens : 1);
    }

    /** One pass over a text: what its senders and sublayers hold. */
    private Map<Site, Rows> read(Tokens prompt) {
        Map<Site, Rows.Reader> readers = new LinkedHashMap<>();
        senders.forEach(s -> readers.computeIfAbsent(s.electrode().site(), Rows.Reader::new));
        sublayers.forEach(e -> readers.computeIfAbsent(e.site(), Rows.Reader::new));
        model.observe(new int[][] {prompt.toArray()}, List.<Tap>copyOf(readers.values()), List.of());
        Map<Site, Rows> rows = new LinkedHashMap<>();
        readers.forEach((site, reader) -> rows.put(site, reader.rows()));
        return rows;
    }

    private Optional<Sent> sent(int trial, int s, Map<Site, Rows> natural, Map<Site, Rows> source) {
        Electrode electrode = senders.get(s).electrode();
        BitSet tokens = tokens(ways.from(), trial);
        Rows there = source.get(electrode.site());
        int first = natural.get(electrode.site()).firstDifference(there, electrode, tokens);
        return first < 0
                ? Optional.empty()
                : Optional.of(new Sent(s, first, new Rows.Writer(there, electrode, tokens), new LinkedHashMap<>()));
    }

    private BitSet tokens(TokenChoice choice, int trial) {
        Trials.Item item = readout.trials().items().get(trial);
        Tokens prompt = readout.prompts().get(trial);
        return choice.in(prompt, item.event(), prompt.count());
    }

    /** The sender is patched, what could pass it on is held, and the receivers are listened to before it is. */
    private void send(Trace trace, List<Sent> some, Map<Site, Rows> natural) {
        List<Variant> variants = new ArrayList<>();
        BitSet all = new BitSet();
        all.set(0, trace.tokens().length);
        for (Sent sent : some) {
            List<Write> writes = new ArrayList<>();
            writes.add(sent.change());
            for (int r = 0; r < receivers.size(); r++) {
                if (reaches(sent.sender(), r)) {
                    sent.heard().computeIfAbsent(receivers.get(r).electrode().site(), Rows.Reader::new);
                }
            }
            writes.addAll(sent.heard().values());
            int from = senders.get(sent.sender()).reaches(model.config().order());
            int last =
                    sent.heard().keySet().stream().mapToInt(Site::layer).max().orElse(-1);
            for (Electrode sublayer : sublayers) {
                Site site = sublayer.site();
                Point reads = site.point() == Point.ATTN_OUT ? Point.LN1 : Point.LN2;
                if (site.layer() <= last && PathEnd.place(site.layer(), reads) >= from) {
                    writes.add(new Rows.Writer(natural.get(site), sublayer, all));
                }
            }
            variants.add(new Variant(writes, sent.firstToken()));
        }
        trace.run(variants, new int[0], (i, logits) -> {});
    }

    /** What the receivers heard is patched into them, and everything behind them runs freely. */
    private void receive(int trial, Trace trace, List<Sent> some, double[][] values) {
        BitSet tokens = tokens(ways.to(), trial);
        List<Path> paths = new ArrayList<>();
        for (Sent sent : some) {
            int from = tokens.nextSetBit(sent.firstToken());
            for (int c = 0; c < columns.size() && from >= 0; c++) {
                List<Rows.Writer> writes = Arrays.stream(columns.get(c))
                        .filter(r -> reaches(sent.sender(), r))
                        .mapToObj(r -> receivers.get(r).electrode())
                        .map(e -> new Rows.Writer(sent.heard().get(e.site()).rows(), e, tokens))
                        .toList();
                if (!writes.isEmpty()) {
                    paths.add(new Path(sent.sender(), c, writes, from));
                }
            }
        }
        List<Variant> variants = paths.stream()
                .map(p -> new Variant(List.copyOf(p.writes()), p.firstToken()))
                .toList();
        trace.run(variants, readout.positions(trial), (i, logits) -> {
            Path path = paths.get(i);
            if (path.writes().stream().anyMatch(Rows.Writer::changed)) {
                values[path.sender()][path.column()] = readout.value(logits, trace, trial);
            }
        });
    }
}
