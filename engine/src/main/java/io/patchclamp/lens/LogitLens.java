package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.progress.Progress;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.record.TokenText;
import io.patchclamp.trial.Trials;

/**
 * Logit lens (nostalgebraist 2020): the states between the layers, each put through the model's own last norm and
 * unembedding as if it were the last. Early layers need not speak the last one's language: what they seem to say can be
 * nonsense while they know better. Immutable.
 *
 * <p>Cost: one forward pass a trial, and one unembedding for each site and token.
 */
public final class LogitLens {
    private static final Set<Point> STATES =
            Set.of(Point.EMBED, Point.RESID_PRE, Point.RESID_MID, Point.RESID_POST, Point.ATTN_OUT, Point.MLP_OUT);

    private final Model model;
    private final Selection where;
    private final int ranks;
    private final Progress progress;

    private LogitLens(Model model, Selection where, int ranks, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        this.where = where;
        this.ranks = ranks;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * A lens on the residual stream after every layer.
     *
     * @param model whose states
     * @return the lens
     */
    public static LogitLens on(Model model) {
        return new LogitLens(model, model.select("L*.resid_post"), 5, Progress.SILENT);
    }

    /**
     * Which states.
     *
     * @param where whole sites of the residual stream, or what a sublayer adds to it
     * @return a changed copy
     * @throws PatchclampException if a site is something else
     */
    public LogitLens at(Selection where) {
        for (Electrode electrode : where.electrodes()) {
            if (!STATES.contains(electrode.site().point()) || !electrode.units().isEmpty()) {
                throw new PatchclampException(
                        "'" + electrode.site().name()
                                + "' is no whole state of the residual stream, which a lens reads.",
                        "L*.resid_post, embed, L*.resid_mid; or L*.attn.out, what a sublayer alone would say");
            }
        }
        return new LogitLens(model, where, ranks, progress);
    }

    /**
     * How many tokens of each state.
     *
     * @param ranks 1 or more; 5 unless said otherwise
     * @return a changed copy
     */
    public LogitLens top(int ranks) {
        if (ranks < 1) {
            throw new PatchclampException("A lens shows at least one token, not " + ranks + ".", "5 of them");
        }
        return new LogitLens(model, where, Math.min(ranks, model.config().vocabulary()), progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts sites times trials
     * @return a changed copy
     */
    public LogitLens progress(Progress progress) {
        return new LogitLens(model, where, ranks, progress);
    }

    /**
     * Reads.
     *
     * @param trials the stimuli
     * @return what each state would say
     * @throws PatchclampException if a prompt is empty or does not fit
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public LensReading run(Trials trials) {
        return read(TokenText.of(model, trials), Optional.empty());
    }

    /**
     * Reads what was recorded, generated tokens with it: the recorded states where all of them are there, so that edits
     * show; else the texts are read again.
     *
     * @param recording what was recorded
     * @return what each state would say
     * @throws PatchclampException if it was recorded under edits and lacks one of the states
     */
    public LensReading run(Recording recording) {
        List<TokenText> texts = TokenText.of(recording);
        if (where.electrodes().stream()
                .allMatch(e -> recorded(recording, e.site(), texts).isPresent())) {
            return read(texts, Optional.of(recording));
        }
        if (!recording.receipts().isEmpty()) {
            throw new PatchclampException(
                    "This was recorded under edits, and not all of '" + where.selector()
                            + "' is in it, token by token.",
                    "%%record --at " + where.selector() + " with the same edits");
        }
        return read(texts, Optional.empty());
    }

    private static Optional<SiteRecording> recorded(Recording recording, Site site, List<TokenText> texts) {
        return recording.sites().stream()
                .filter(s -> s.site().point() == site.point()
                        && s.site().layer() == site.layer()
                        && s.units().isEmpty())
                .filter(s -> {
                    for (int t = 0; t < texts.size(); t++) {
                        List<Integer> rows = recording.trials().get(t).rows();
                        for (int i = 0; i < texts.get(t).count(); i++) {
                            if (rows.size() != texts.get(t).count() || rows.get(i) != i) {
                                return false;
                            }
                        }
                    }
                    return true;
                })
                .findFirst();
    }

    private LensReading read(List<TokenText> texts, Optional<Recording> recording) {
        List<Site> sites = where.electrodes().stream().map(Electrode::site).toList();
        List<LensReading.Trial> trials = new ArrayList<>();
        for (int t = 0; t < texts.size(); t++) {
            TokenText text = texts.get(t);
            List<float[]> states = new ArrayList<>();
            if (recording.isPresent()) {
                for (Site site : sites) {
                    NamedArray array = recorded(recording.get(), site, texts)
                            .orElseThrow()
                            .trials()
                            .get(t);
                    states.add(array.toArray());
                }
            } else {
                states.addAll(States.of(model, text.toArray(), sites).values());
            }
            List<List<LensCell>> cells = new ArrayList<>();
            for (int s = 0; s < sites.size(); s++) {
                progress.at(
                        "reading through the lens",
                        (long) t * sites.size() + s,
                        (long) texts.size() * sites.size(),
                        "states");
                Progress.checkCancelled("reading through the lens");
                cells.add(said(states.get(s), text.count()));
            }
            trials.add(new LensReading.Trial(text, cells));
        }
        return new LensReading(model.provenance().with("selector", where.selector()), sites, trials);
    }

    private List<LensCell> said(float[] states, int tokens) {
        int width = model.config().dModel();
        List<LensCell> cells = new ArrayList<>();
        for (int first = 0; first < tokens; first += 64) {
            int rows = Math.min(64, tokens - first);
            float[][] part = new float[rows][];
            for (int i = 0; i < rows; i++) {
                part[i] = Arrays.copyOfRange(states, (first + i) * width, (first + i + 1) * width);
            }
            for (float[] logits : model.unembed(part)) {
                cells.add(new LensCell(Top.of(logits, ranks, model.tokenizer())));
            }
        }
        return cells;
    }
}
