package io.patchclamp.magic;

import java.util.List;

/** The magics that need no kernel. */
final class StandardMagics {
    private StandardMagics() {}

    static List<Magic> all(Magics magics, Workbench workbench) {
        return List.of(
                new ModelMagic(workbench),
                new ModulesMagic(workbench),
                new ParamsMagic(workbench),
                new TokenizeMagic(workbench),
                new VocabMagic(workbench),
                new HookMagic(workbench),
                new HooksMagic(workbench),
                new UnhookMagic(workbench),
                new TrialsMagic(workbench),
                new RecordMagic(workbench),
                new GenerateMagic(workbench),
                new ClampMagic(workbench),
                new InjectMagic(workbench),
                new LesionMagic(workbench),
                new DissociateMagic(workbench),
                new HypothesisMagic(workbench),
                new LocalizeMagic(workbench),
                new DoseMagic(workbench),
                new PatchMagic(workbench),
                new PathMagic(workbench),
                new AttributeMagic(workbench),
                new LensMagic(workbench),
                new SteerMagic(workbench),
                new AttentionMagic(workbench),
                new HeadsMagic(workbench),
                new HeatmapMagic(workbench),
                new EpochsMagic(workbench),
                new RasterMagic(workbench),
                new EvokedMagic(workbench),
                new TuningMagic(workbench),
                new PopulationMagic(workbench),
                new DecodeMagic(workbench),
                new PcaMagic(workbench),
                new RdmMagic(workbench),
                new GeneralizeMagic(workbench),
                new CcgpMagic(workbench),
                new ShatteringMagic(workbench),
                new AlikeMagic(workbench),
                new SelectivityMagic(workbench),
                new CorrelationsMagic(workbench),
                new ReceptiveMagic(workbench),
                new SaveMagic(),
                new LoadMagic(),
                new ExportMagic(),
                new DoctorMagic(workbench),
                new HelpMagic(magics),
                new LsmagicMagic(magics));
    }
}
